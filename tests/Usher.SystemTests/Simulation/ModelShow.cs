using System.Collections.Immutable;
using System.Globalization;

namespace Usher.SystemTests.Simulation;

internal sealed record ModelSeat(int Version, int? Owner, double? HeldUntil)
{
    /// <summary>What it was until it last changed.</summary>
    public ModelSeat? Before { get; init; }

    public double ChangedAt { get; init; }

    /// <summary>The process that made the change and certainly knows; null where that cannot be told.</summary>
    public int? KnownTo { get; init; }

    public bool IsTaken(double now) => Owner is not null && (HeldUntil is not { } until || until > now);

    /// <summary>The same without what no map can have seen any more.</summary>
    public ModelSeat Recent(double now, double mapSecondsMax) =>
        now - ChangedAt < mapSecondsMax ? this : this with { Before = null };

    /// <summary>
    /// What a process may take it for, whose map is younger than so many seconds: what it is, or what it was before
    /// others changed it within that time. What the process has done itself, it knows.
    /// </summary>
    public IEnumerable<ModelSeat> SeenBy(int process, double now, double mapSecondsMax)
    {
        var seat = this;
        yield return seat;
        while (seat.Before is { } before && seat.KnownTo != process && now - seat.ChangedAt < mapSecondsMax)
        {
            yield return seat = before;
        }
    }
}

internal sealed record ModelBooking(
    ImmutableArray<int> Seats, string? Email, double MadeAt, double Until, string Status, ImmutableArray<string> Events)
{
    public double? ConfirmedAt { get; init; }

    /// <summary>What the first request said; another payload under the same key is refused.</summary>
    public string Payload { get; init; } = "";

    public bool IsExtended { get; init; }

    /// <summary>Whose held seats its own count as.</summary>
    public int Client { get; init; }

    /// <summary>What its confirmation said, if that came under a key.</summary>
    public string? ConfirmPayload { get; init; }

    /// <summary>Blocked by the organiser.</summary>
    public bool IsHouse { get; init; }
}

/// <summary>
/// What one show should be after some moves, one at a time. Written from the rules' description and not from their
/// code, so that a rule that is wrong there is not wrong here too. Times are seconds after the opening.
/// </summary>
internal sealed record ModelShow(PlannedShow Terms)
{
    public const string Confirmed = "CONFIRMED";
    public const string Cancelled = "FAILED CANCELLED";
    public const string Expired = "FAILED EXPIRED";

    public const string Pending = "PENDING";

    public ImmutableSortedDictionary<int, ModelSeat> Seats { get; init; } =
        Enumerable.Range(1, Terms.Seats).ToImmutableSortedDictionary(n => n, _ => new ModelSeat(0, null, null));

    public ImmutableSortedDictionary<int, ModelBooking> Bookings { get; init; } =
        ImmutableSortedDictionary<int, ModelBooking>.Empty;

    /// <summary>Whether a process can have missed nothing so far: none of its own moves ended unheard.</summary>
    public bool IsKnown { get; init; } = true;

    public ModelHall Hall => ModelHall.Of(Terms);

    /// <summary>The seats that are nobody's, or whose hold has ended.</summary>
    public int Free(double now) =>
        ModelHall.Set(Seats.Where(seat => !seat.Value.IsTaken(now)).Select(seat => seat.Key));

    /// <summary>Whether the show has begun: nobody gets seats of it any more.</summary>
    public bool IsOver(double now) => Terms.BeginsAt <= now;

    public bool IsHouse(ModelSeat seat) => seat.Owner is { } owner && Bookings[owner].IsHouse;

    /// <summary>The show after the move, and the answer that the buyer should get.</summary>
    /// <param name="chosen">What was chosen for a request that leaves the choice to the engine; none: it was refused.
    /// Whether that was right is for <see cref="BestJudge"/>.</param>
    public (ModelShow After, string Reply) Play(Move move, double now, ImmutableArray<int> chosen = default)
    {
        switch (move.Kind)
        {
            case MoveKind.Book:
                return Book(move, move.IsBest ? chosen : move.Seats, now);
            case MoveKind.Block:
                return this.Block(move, now);
            case MoveKind.Unblock:
                var (kept, others) = this.KeptOf(move);
                return (this.Unblock(move, kept, now), Replies.Unblocked(kept, others));
        }

        if (!Bookings.TryGetValue(move.Booking, out var booking))
        {
            return (this, Replies.NoBooking);
        }

        return move.Kind switch
        {
            MoveKind.Confirm => Confirm(move, booking, now),
            MoveKind.Cancel or MoveKind.CancelByStaff when booking.Status == Cancelled =>
                (this, Replies.Done(booking)),
            MoveKind.Cancel when booking.Status == Pending => End(move, booking, Cancelled, "buyer", now),
            MoveKind.CancelByStaff when booking.Status is Pending or Confirmed =>
                End(move, booking, Cancelled, move.Staff.Name, now, $" {move.Note}"),
            MoveKind.Expire when booking.Status == Expired => (this, Replies.Done(booking)),
            MoveKind.Expire when booking.Status == Pending && booking.Until <= now =>
                End(move, booking, Expired, "sweep", now),
            MoveKind.Expire when booking.Status == Pending => (this, Replies.Refused("NotExpired")),
            MoveKind.Extend when booking.Status == Pending => Extend(move, booking, now),
            _ => (this, Replies.Refused(WhyOver(booking))),
        };
    }

    /// <summary>The same, where each seat that has changed since remembers what it was.</summary>
    public ModelShow Remembering(ModelShow before, double now, int? knownTo, double mapSecondsMax) => this with
    {
        Seats = Seats.SetItems(Seats.Where(seat => seat.Value.Version != before.Seats[seat.Key].Version)
            .Select(seat => KeyValuePair.Create(seat.Key, seat.Value with
            {
                Before = before.Seats[seat.Key].Recent(now, mapSecondsMax),
                ChangedAt = now,
                KnownTo = knownTo,
            }))),
    };

    /// <summary>Everything that is stored, in one text: two shows are the same if these are.</summary>
    public string Describe()
    {
        var lines = Seats.Select(seat => Line($"seat {seat.Key} version {seat.Value.Version}", seat.Value))
            .Concat(Bookings.Select(pair => Line(pair.Key, pair.Value)));
        return string.Join('\n', lines);
    }

    /// <summary>The seats that a client certainly holds, as its process counts them, and those that it may.</summary>
    /// <param name="move">A request of the client's.</param>
    /// <param name="now">When.</param>
    /// <param name="makersOf">The processes that may have made a booking, and count it, as bits.</param>
    public (int Certain, int Possible) HeldBy(Move move, double now, Func<int, int> makersOf)
    {
        var own = 1 << move.Process;
        var counted = Bookings.Where(booking => booking.Value.Status == Pending && booking.Value.Client == move.Client
            && !booking.Value.IsHouse && booking.Value.Until > now && (makersOf(booking.Key) & own) != 0).ToArray();
        // An extension may be another process's, or have come after the hold was forgotten.
        var certain = counted.Where(booking => makersOf(booking.Key) == own
            && Terms.HeldUntil(booking.Value.MadeAt, Terms.HoldSeconds) > now);
        return (certain.Sum(booking => booking.Value.Seats.Length), counted.Sum(booking => booking.Value.Seats.Length));
    }

    private static string Line(int number, ModelBooking booking)
    {
        var times = string.Create(
            CultureInfo.InvariantCulture,
            $"made {booking.MadeAt} until {booking.Until} confirmed {booking.ConfirmedAt}");
        return $"b{number} seats {string.Join('+', booking.Seats)} {booking.Status} {times} "
            + $"e-mail {booking.Email ?? "unknown"}{(booking.IsHouse ? " for the house" : "")}: "
            + $"{string.Join(", ", booking.Events)}";
    }

    private static string Line(string seat, ModelSeat state) => state.Owner is null
        ? $"{seat} free"
        : string.Create(CultureInfo.InvariantCulture, $"{seat} of b{state.Owner} until {state.HeldUntil}");

    private (ModelShow After, string Reply) Book(Move move, ImmutableArray<int> seats, double now)
    {
        // Before everything else: the same key keeps its booking, whatever the show would say to the request by now.
        var payload = $"{move.Request} {move.Email}";
        if (Bookings.TryGetValue(move.Booking, out var made))
        {
            return (this, made.Payload == payload ? Replies.Held(made, Terms) : Replies.KeyReused);
        }

        if (move.Seats.Where(seat => seat > Terms.Seats).ToArray() is { Length: > 0 } missing)
        {
            return (this, Replies.NoSeats(missing));
        }

        if (IsOver(now))
        {
            return (this, Replies.ShowOver);
        }

        if (!Hall.HasCategory(move.Category))
        {
            return (this, Replies.NoCategory);
        }

        if (Terms.OpensAt > now)
        {
            return (this, Replies.NotOpen);
        }

        if (this.PersonRefusal(Move.PersonOf(move.Email), move.SeatsWanted, now) is { } refusal)
        {
            return (this, refusal);
        }

        if (seats.IsDefaultOrEmpty)
        {
            return (this, Replies.NoneTogether);
        }

        if (seats.Where(seat => Seats[seat].IsTaken(now)).ToArray() is { Length: > 0 } taken)
        {
            return (this, move.IsBest ? Replies.ChosenWereTaken : Replies.Taken(taken));
        }

        if (Terms.NoOrphans && Hall.LoneSeats(Free(now), ModelHall.Set(seats)) is not 0 and var lone)
        {
            return (this, Replies.LeavesSingle(ModelHall.Seats(lone)));
        }

        var freed = this;
        foreach (var lapsed in seats.Select(seat => Seats[seat].Owner).OfType<int>().Distinct())
        {
            freed = freed.Ended(lapsed, Expired, "takeover", now);
        }

        freed = freed.MakeRoomFor(Move.PersonOf(move.Email), seats.Length, now);
        var until = Terms.HeldUntil(now, Terms.HoldSeconds);
        var booking = new ModelBooking(
            seats, move.Email, now, until, Pending, [EventText("buyer", null, Pending, now)])
        {
            Payload = payload,
            Client = move.Client,
        };
        return (freed.With(move.Booking, booking, move.Booking, until), Replies.Held(booking, Terms));
    }

    private (ModelShow After, string Reply) Confirm(Move move, ModelBooking booking, double now)
    {
        var payload = $"{move.Email}";
        if (move.HasKey && booking.ConfirmPayload is { } first)
        {
            return (this, first == payload ? Replies.Done(booking with { Status = Confirmed }) : Replies.KeyReused);
        }

        if (booking.Status == Confirmed)
        {
            return (this, move.HasEmail ? Replies.Refused("AlreadyConfirmed") : Replies.Done(booking));
        }

        if (booking.Status != Pending)
        {
            return (this, Replies.Refused(WhyOver(booking)));
        }

        if ((move.Email ?? booking.Email) is not { } email)
        {
            return (this, Replies.NoEmail);
        }

        var isGain = Move.PersonOf(email) != Move.PersonOf(booking.Email);
        if (isGain && this.PersonRefusal(Move.PersonOf(email), booking.Seats.Length, now) is { } refusal)
        {
            return (this, refusal);
        }

        var freed = isGain ? this.MakeRoomFor(Move.PersonOf(email), booking.Seats.Length, now) : this;
        var confirmed = booking with
        {
            Status = Confirmed,
            Email = email,
            ConfirmedAt = now,
            ConfirmPayload = move.HasKey ? payload : null,
            Events = booking.Events.Add(EventText("buyer", booking.Status, Confirmed, now)),
        };
        return (freed.With(move.Booking, confirmed, move.Booking, null), Replies.Done(confirmed));
    }

    private (ModelShow After, string Reply) Extend(Move move, ModelBooking booking, double now)
    {
        if (booking.IsExtended)
        {
            return (this, Replies.Refused("AlreadyExtended"));
        }

        if (!Terms.ExtensionAllowed)
        {
            return (this, Replies.Refused("ExtensionForbidden"));
        }

        var seconds = Terms.HeldUntil(booking.MadeAt, Terms.HoldSeconds) - booking.MadeAt;
        var until = Terms.HeldUntil(booking.Until, seconds);
        if (until <= booking.Until)
        {
            return (this, Replies.Refused("ShowOver"));
        }

        var extended = booking with
        {
            Until = until,
            IsExtended = true,
            Events = booking.Events.Add(EventText("buyer", Pending, Pending, now) + " extended"),
        };
        return (With(move.Booking, extended, move.Booking, extended.Until), Replies.Done(extended));
    }

    private (ModelShow After, string Reply) End(
        Move move, ModelBooking booking, string status, string actor, double now, string detail = "")
    {
        var after = Ended(move.Booking, status, actor, now, detail);
        return (after, Replies.Done(after.Bookings[move.Booking]));
    }

    /// <summary>The show after a booking has failed as a whole.</summary>
    public ModelShow Ended(int number, string status, string actor, double now, string detail = "")
    {
        var booking = Bookings[number];
        var ended = booking with
        {
            Status = status,
            Events = booking.Events.Add(EventText(actor, booking.Status, status, now) + detail),
        };
        return With(number, ended, owner: null, heldUntil: null);
    }

    /// <summary>The show with a booking as it is now, and its seats as that makes them.</summary>
    public ModelShow With(int number, ModelBooking booking, int? owner, double? heldUntil)
    {
        var seats = Seats;
        foreach (var seat in booking.Seats)
        {
            seats = seats.SetItem(seat, new ModelSeat(seats[seat].Version + 1, owner, heldUntil));
        }

        return this with { Seats = seats, Bookings = Bookings.SetItem(number, booking) };
    }

    private static string WhyOver(ModelBooking booking) => booking.Status switch
    {
        Confirmed => "AlreadyConfirmed",
        Cancelled => "Cancelled",
        _ => "Expired",
    };

    public static string EventText(string actor, string? from, string to, double at) => string.Create(
        CultureInfo.InvariantCulture, $"{actor} {from?.Split(' ')[0]}>{to.Split(' ')[0]} at {at}");
}
