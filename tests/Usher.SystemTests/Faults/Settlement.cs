namespace Usher.SystemTests.Faults;

/// <summary>
/// Holds what buyers were told against what the database has. Pure. Each violation tells the purchase's whole story.
/// </summary>
internal static class Settlement
{
    public static List<string> Violations(
        IReadOnlyCollection<Purchase> purchases, IReadOnlyCollection<StoredBooking> stored)
    {
        var byEmail = stored.ToLookup(booking => booking.Email);
        var known = purchases.Select(purchase => purchase.Email).ToHashSet();
        return
        [
            .. purchases.SelectMany(
                purchase => Of(purchase, [.. byEmail[purchase.Email]]).Select(what => $"{what}: {purchase}")),
            .. stored.Where(booking => !known.Contains(booking.Email)).Select(b => $"nobody asked for booking {b}"),
            .. DoubleOwners(stored),
        ];
    }

    /// <summary>Acknowledged bookings that are not there, or with other seats.</summary>
    public static int CountLost(IReadOnlyCollection<Purchase> purchases, IEnumerable<StoredBooking> stored)
    {
        var there = stored.ToDictionary(booking => booking.Id, booking => booking.Seats);
        return purchases.Count(purchase => purchase.AcknowledgedId is { } id
            && !(there.TryGetValue(id, out var seats) && seats.SequenceEqual(purchase.Seats)));
    }

    /// <summary>Seats that a second booking got before the first had let go of them, at any time.</summary>
    public static IEnumerable<string> DoubleOwners(IEnumerable<StoredBooking> stored) => stored
        .SelectMany(booking => booking.Seats.Select(seat => (Place: (booking.ShowId, seat), Booking: booking)))
        .GroupBy(owned => owned.Place, owned => owned.Booking)
        .SelectMany(owners => owners.OrderBy(owner => owner.CreatedAt).ThenBy(owner => owner.FailedAt).Pairs())
        .Where(pair => pair.Earlier.FailedAt is not { } end || end > pair.Later.CreatedAt)
        .Select(pair => $"a seat had two owners at once: {pair.Earlier} and {pair.Later}");

    private static IEnumerable<string> Of(Purchase purchase, IReadOnlyList<StoredBooking> stored)
    {
        foreach (var odd in purchase.Replies.Where(IsOdd))
        {
            yield return $"an answer outside the contract ({odd})";
        }

        if (purchase.Replies.Where(reply => reply.Status == 201).Select(reply => reply.Text).Distinct().Count() > 1)
        {
            yield return "one key, two answers";
        }

        if (stored.Count > 1)
        {
            yield return $"{stored.Count} bookings for one purchase";
        }

        if (purchase.AcknowledgedId is { } id && stored.All(booking => booking.Id != id))
        {
            yield return "an acknowledged booking is lost";
        }

        if (stored.Count > 0 && purchase.AcknowledgedId is null && IsRefused(purchase))
        {
            yield return "a refused booking exists";
        }

        foreach (var problem in stored.Take(1).SelectMany(booking => OfFate(purchase, booking)))
        {
            yield return problem;
        }
    }

    private static bool IsOdd(Reply reply) => (reply.Verb, reply.Status, reply.Booking?.Status, reply.Reason) switch
    {
        (_, null, _, _) => false,
        (_, 503, _, _) => !reply.HasRetryAfter,
        (Verb.Book, 201, "PENDING", null) => false,
        (Verb.Book, 409, null, "SEATS_TAKEN") => false,
        (Verb.Look, 200, "PENDING" or "CONFIRMED", null) => false,
        (Verb.Look, 200, "FAILED", "EXPIRED" or "CANCELLED") => false,
        (Verb.Confirm, 200, "CONFIRMED", null) => false,
        (Verb.Extend, 200, "PENDING", null) => false,
        (Verb.Cancel, 200, "FAILED", "CANCELLED") => false,
        (Verb.Extend, 409, "PENDING", "ALREADY_EXTENDED") => false,
        (Verb.Extend or Verb.Cancel, 409, "CONFIRMED", "ALREADY_CONFIRMED") => false,
        (Verb.Confirm or Verb.Extend or Verb.Cancel, 409, "FAILED", "EXPIRED" or "CANCELLED") => false,
        _ => true,
    };

    // The latest word counts, unless it only said that the request was not taken: what an unanswered try left open, the
    // next try with the same key decided. Only a request that its buyer hung up on may be carried out after that.
    private static bool IsRefused(Purchase purchase) =>
        purchase.Replies.LastOrDefault(reply => reply.Verb == Verb.Book && !reply.IsNotTaken) is not { IsOpen: true }
        && !purchase.Replies.Any(reply => reply.MayStillRun);

    private static IEnumerable<string> OfFate(Purchase purchase, StoredBooking stored)
    {
        if (!stored.Seats.SequenceEqual(purchase.Seats) || stored.ShowId != purchase.ShowId)
        {
            yield return $"it is stored with other seats ({stored})";
        }

        // A repeated key is answered with the booking as it was made, so only the other verbs tell where it stands.
        var seen = purchase.Replies.Where(reply => reply is { Verb: not Verb.Book, Booking: not null })
            .Select(reply => Name(reply.Booking!.Status, reply.Reason)).ToList();
        var last = seen.Count == 0 ? "PENDING" : seen[^1];
        if (seen.SkipWhile(name => name == "PENDING").Distinct().Count() > 1)
        {
            yield return "a booking that was settled changed again";
        }

        var fate = Name(stored.Status, stored.Reason);
        var mayBe = last == "PENDING" ? ["PENDING", "EXPIRED", .. Undecided(purchase)] : new List<string> { last };
        if (!mayBe.Contains(fate))
        {
            yield return $"it is stored as {fate}, which can only be {string.Join(" or ", mayBe)}";
        }

        var promised = purchase.Replies.Select(reply => reply.Booking).OfType<BookingSeen>().ToList();
        if (promised.Exists(booking => booking.CreatedAt != stored.CreatedAt || booking.ExpiresAt > stored.ExpiresAt))
        {
            yield return $"its times are not those that were promised ({stored})";
        }

        if (fate == "EXPIRED" && stored.FailedAt < stored.ExpiresAt)
        {
            yield return $"it expired before its time ({stored})";
        }
    }

    // A confirmation without an answer, or with one that left it open, may have come about.
    private static IEnumerable<string> Undecided(Purchase purchase)
    {
        var open = purchase.Replies.Where(reply => reply.IsOpen).Select(reply => reply.Verb).ToHashSet();
        return new[] { (Verb.Confirm, "CONFIRMED"), (Verb.Cancel, "CANCELLED") }
            .Where(pair => open.Contains(pair.Item1)).Select(pair => pair.Item2);
    }

    private static string Name(string status, string? reason) =>
        status == "FAILED" ? reason ?? "FAILED" : status;

    private static IEnumerable<(StoredBooking Earlier, StoredBooking Later)> Pairs(
        this IEnumerable<StoredBooking> inOrder) => inOrder.Zip(inOrder.Skip(1));
}
