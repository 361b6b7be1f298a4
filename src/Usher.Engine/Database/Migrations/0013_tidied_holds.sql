-- How much of each show's past is gone: holds that nobody ever confirmed go with their events some time after they have
-- ended. The versions of the seats count their changes too, so the audit needs the sum. One row for each show.
create table tidied_holds (
    show_id bigint primary key,
    bookings bigint not null,
    -- Of seats: one for each seat of such a booking and each event that changed it.
    seat_changes bigint not null
);
