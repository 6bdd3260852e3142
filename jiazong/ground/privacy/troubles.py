"""Why something sealed could not be opened or sealed: one named error each."""


class SealingTrouble(Exception):
    """The root of everything that goes wrong with sealed data."""


class MasterKeyMissing(SealingTrouble):
    """There is no master key where it should lie, though keys in the database are wrapped by one."""


class MasterKeyExposed(SealingTrouble):
    """The file of the master key can be read by others than its owner (it must be 0600)."""


class MasterKeyUnreadable(SealingTrouble):
    """What lies where the master key should lie is not a master key."""


class MasterKeyElsewhere(SealingTrouble):
    """The master key comes from the environment, so it has to be changed where that is set."""


class KeyUnknown(SealingTrouble):
    """The value names a key this database does not have."""


class KeyDestroyed(SealingTrouble):
    """The value was sealed with a key that has been destroyed; nobody can open it any more."""


class WrongAgency(SealingTrouble):
    """The value was sealed for another agency than the row belongs to."""


class DoesNotOpen(SealingTrouble):
    """The value was changed, cut short, or moved here from another row or column."""


class SealedInClear(SealingTrouble):
    """Clear text was about to be sent to the database in a sealed column."""


class RowHasNoId(SealingTrouble):
    """A sealed value is bound to its row, so the row's id must be known before it is written (see reserve_ids)."""


class TooManyLooks(SealingTrouble):
    """The person has used up what may be looked up in an hour, or uncovered in a day."""
