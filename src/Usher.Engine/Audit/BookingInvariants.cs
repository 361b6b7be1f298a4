namespace Usher.Engine.Audit;

/// <summary>What holds for a booking by itself and with its show.</summary>
internal static class BookingInvariants
{
    public static readonly Invariant NothingVanished = new(
        "4a", "Every acknowledged booking still exists",
        """
        select e.show_id, null::int as seat_number, e.booking_id,
               format('%s events tell of a booking that does not exist', count(*)) as problem
        from booking_events e
        left join bookings b on b.show_id = e.show_id and b.id = e.booking_id
        where b.id is null
        group by e.show_id, e.booking_id
        """);

    public static readonly Invariant BelongsToItsShow = new(
        "4b", "A booking belongs to a show that exists, of the same organization",
        """
        select b.show_id, null::int as seat_number, b.id as booking_id,
               case when w.id is null then 'the show does not exist'
                    else format('the booking belongs to organization %s, its show to %s',
                                b.organization_id, w.organization_id) end as problem
        from bookings b
        left join shows w on w.id = b.show_id
        where w.organization_id is distinct from b.organization_id
        """);

    public static readonly Invariant IdNamesItsShow = new(
        "5", "A booking's id names its show, so that one idempotency key can only be one booking",
        """
        select b.show_id, null::int as seat_number, b.id as booking_id,
               case when substr(b.id::text, 15, 1) <> '8' then 'the id is not a UUID of version 8'
                    else 'the id names another show' end as problem
        from bookings b
        where substr(b.id::text, 15, 1) <> '8'
           or ('x' || substr(b.id::text, 1, 8) || substr(b.id::text, 10, 2))::bit(40)::bigint <> b.show_id
        """);

    public static readonly Invariant HoldsEnd = new(
        "7", "No hold outlives its expiry by more than the sweep interval",
        """
        select b.show_id, null::int as seat_number, b.id as booking_id,
               format('the booking is PENDING, %s s after its hold ended: is a worker running?',
                      extract(epoch from now() - b.expires_at)::bigint) as problem
        from bookings b
        where b.status = 'PENDING' and b.expires_at < now() - make_interval(secs => $2)
        """);

    public static readonly Invariant ConfirmedIsComplete = new(
        "9", "Every confirmed booking has a buyer and a time, and blocked seats cost nothing",
        """
        select b.show_id, null::int as seat_number, b.id as booking_id,
               case when b.kind = 'HOUSE' and b.amount <> 0 then 'the blocked seats have an amount'
                    when b.email_sealed is not null and k.id is null then 'the key of its e-mail address is missing'
                    when b.confirmed_at is not null then 'the booking is CONFIRMED without an e-mail address'
                    else 'the booking is CONFIRMED without a time' end as problem
        from bookings b
        left join personal_keys k on k.id = b.person_key
        where (b.status = 'CONFIRMED'
               and ((b.email is null and b.email_sealed is null and b.erased_at is null and b.kind = 'SALE')
                    or b.confirmed_at is null))
           or (b.kind = 'HOUSE' and b.amount <> 0)
           or (b.email_sealed is not null and k.id is null)
        """);

    public static readonly Invariant OneCurrency = new(
        "10", "All paid bookings of a show have the same currency",
        """
        select b.show_id, null::int as seat_number, null::uuid as booking_id,
               format('the show has bookings in %s', string_agg(distinct coalesce(b.currency, 'no currency'), ', '))
                   as problem
        from bookings b
        where b.amount > 0
        group by b.show_id
        having count(distinct coalesce(b.currency, '')) > 1 or bool_or(b.currency is null)
        """);

    // Each booking says what it was counted against, so neither what staff have sold nor a limit that was lowered since
    // is a violation. Whoever was counted last was within its limit with all others that were counted.
    public static readonly Invariant PersonsLimit = new(
        "11", "No person has more seats of a show than it was allowed when they were counted",
        """
        select p.show_id, null::int as seat_number, min(b.id::text)::uuid as booking_id,
               format('a person has %s seats by %s bookings where at most %s were allowed',
                      sum(cardinality(b.seat_numbers)), count(*), max(p.seats_max)) as problem
        from bookings_by_person p
        join bookings b on b.show_id = p.show_id and b.id = p.booking_id
        where p.seats_max is not null and b.status in ('PENDING', 'CONFIRMED')
        group by p.show_id, p.person
        having sum(cardinality(b.seat_numbers)) > max(p.seats_max)
        """);

    // A key that is gone without an erasure was lost, and with it what somebody may still need.
    public static readonly Invariant SealedIsReadable = new(
        "12", "What staff wrote can be decrypted until its booking is erased",
        """
        select e.show_id, null::int as seat_number, e.booking_id,
               format('the key of the note of event %s is missing', e.sequence) as problem
        from booking_events e
        left join bookings b on b.show_id = e.show_id and b.id = e.booking_id
        left join personal_keys k on k.id = e.note_key
        where e.note_key is not null and k.id is null and b.erased_at is null
        union all
        select b.show_id, null, b.id, 'the key of the note of the blocked seats is missing'
        from bookings b
        left join personal_keys k on k.id = b.person_key
        where b.note_sealed is not null and k.id is null
        """);
}
