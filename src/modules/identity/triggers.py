"""What the database itself promises about people."""

import pgtrigger

from src.modules.identity.errors import LastAdmin
from src.platform.db.refusals import refuses

# A shop without an admin has nobody who could make one. Two admins who retire each other at the same moment queue
# for the lock; the second then sees what the first one did.
the_last_admin_stays = pgtrigger.Trigger(
    name="the_last_admin_stays",
    when=pgtrigger.After,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF OLD.role = 'admin' AND OLD.is_active AND NOT coalesce(NEW.role = 'admin' AND NEW.is_active, false) THEN
            PERFORM pg_advisory_xact_lock(hashtext('identity_last_admin'));
            IF NOT EXISTS (SELECT 1 FROM identity_user WHERE role = 'admin' AND is_active) THEN
                RAISE EXCEPTION 'the last admin stays'
                    USING ERRCODE = '23514', CONSTRAINT = 'identity_last_admin';
            END IF;
        END IF;
        RETURN NULL;
    """,
)

refuses("identity_last_admin", LastAdmin)
