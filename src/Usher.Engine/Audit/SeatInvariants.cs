namespace Usher.Engine.Audit;

/// <summary>What holds between seats and bookings.</summary>
internal static class SeatInvariants
{
    public static readonly Invariant OwnerListsSeat = new(
        "1a", "A taken seat belongs to a pending or confirmed booking that lists it",
        """
        select s.show_id, s.seat_number, s.booking_id,
               case when b.id is null then 'the seat belongs to a booking that does not exist'
                    when b.status not in ('PENDING', 'CONFIRMED')
                        then format('the seat belongs to a booking that is %s', b.status)
                    else 'the seat belongs to a booking that does not list it' end as problem
        from seats s
        left join bookings b on b.show_id = s.show_id and b.id = s.booking_id
        where s.booking_id is not null
          and (b.id is null or b.status not in ('PENDING', 'CONFIRMED') or s.seat_number <> all (b.seat_numbers))
        """);

    public static readonly Invariant SoldOnce = new(
        "1b", "No seat is in two pending or confirmed bookings",
        """
        select b.show_id, n.seat_number, min(b.id::text)::uuid as booking_id,
               case when min(b.id::text) = max(b.id::text)
                        then format('the booking lists the seat %s times', count(*))
                    else format('%s bookings hold or own the seat, another one is %s', count(*), max(b.id::text))
               end as problem
        from bookings b
        cross join lateral unnest(b.seat_numbers) n (seat_number)
        where b.status in ('PENDING', 'CONFIRMED')
        group by b.show_id, n.seat_number
        having count(*) > 1
        """);

    public static readonly Invariant ListedSeatsPointBack = new(
        "2", "Every seat of a pending or confirmed booking belongs to it",
        """
        select b.show_id, n.seat_number, b.id as booking_id,
               case when s.seat_number is null
                        then format('the %s booking lists a seat that does not exist', b.status)
                    when s.booking_id is null then format('the booking is %s but the seat is free', b.status)
                    else format('the booking is %s but the seat belongs to booking %s', b.status, s.booking_id)
               end as problem
        from bookings b
        cross join lateral unnest(b.seat_numbers) n (seat_number)
        left join seats s on s.show_id = b.show_id and s.seat_number = n.seat_number
        where b.status in ('PENDING', 'CONFIRMED') and s.booking_id is distinct from b.id
        """);

    public static readonly Invariant ShowHasItsSeats = new(
        "3a", "A show has exactly its seats, numbered from 1",
        """
        select coalesce(w.id, s.show_id) as show_id, null::int as seat_number, null::uuid as booking_id,
               case when w.id is null then format('%s seats belong to a show that does not exist', s.seats)
                    when s.seats is null then format('the show has no seats instead of %s', w.total_seats)
                    else format('the show has %s seats, numbered %s to %s, instead of %s, numbered from 1',
                                s.seats, s.first, s.last, w.total_seats) end as problem
        from shows w
        full join (
            select show_id, count(*) as seats, min(seat_number) as first, max(seat_number) as last
            from seats group by show_id
        ) s on s.show_id = w.id
        where (s.seats, s.first, s.last) is distinct from (w.total_seats, 1, w.total_seats)
        """);

    public static readonly Invariant HeldOrSoldAsItsBooking = new(
        "3b", "A seat is free, held exactly until its booking expires, or sold",
        """
        select s.show_id, s.seat_number, s.booking_id,
               case when b.status = 'CONFIRMED' then format('the seat is sold and held until %s', s.held_until)
                    else format('the seat is held until %s, its booking until %s',
                                coalesce(s.held_until::text, 'for ever'), b.expires_at) end as problem
        from seats s
        join bookings b on b.show_id = s.show_id and b.id = s.booking_id
        where (b.status = 'CONFIRMED' and s.held_until is not null)
           or (b.status = 'PENDING' and s.held_until is distinct from b.expires_at)
        union all
        select show_id, seat_number, booking_id, format('the seat is free and held until %s', held_until)
        from seats
        where booking_id is null and held_until is not null
        """);
}
