"""The engines that the contract is tested on."""

DISK_ENGINES = ["whoosh"]
