-- The secret of an authenticator app is 20 bytes in the clear, and longer where it is sealed under the key ring (ADR
-- 62). Never null where somebody has a second factor: the program before then asks for a code that no app shows, and
-- lets nobody in by the password alone.
-- contract: the program before writes 20 bytes, which fit as before
alter table people
    drop constraint people_totp_secret_check,
    add constraint people_totp_secret_check
        check (length(totp_secret) = 20 or length(totp_secret) between 50 and 100);
