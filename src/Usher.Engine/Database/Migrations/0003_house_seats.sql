-- A seat that the organiser keeps back is a booking of the house: confirmed at once, for nobody and for nothing. So all
-- that holds for sold seats holds for it too.
alter table bookings
    add column kind text not null default 'SALE' check (kind in ('SALE', 'HOUSE')),
    -- Why the seat is kept back.
    add column note text;
