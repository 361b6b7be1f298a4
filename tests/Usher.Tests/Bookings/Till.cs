using System.Collections.Immutable;
using Usher.Engine.Bookings;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Testing;

namespace Usher.Tests.Bookings;

/// <summary>
/// One command after the other, each in a batch of its own, on a model of the tables. Buyers go by names, times by
/// seconds since the opening.
/// </summary>
internal sealed class Till(ShowTerms? terms = null, SeatingPlan? plan = null)
{
    private readonly ShowTerms _terms = terms ?? ModelDatabase.Show;

    public static DateTime Opening { get; } = new(2030, 1, 1, 10, 0, 0, DateTimeKind.Utc);

    public ModelDatabase Database { get; } = new(terms);

    public int Seconds { get; set; }

    public DateTime Now => Opening.AddSeconds(Seconds);

    public static BookingId IdOf(string buyer) =>
        BookingId.FromKey(new byte[32], new OrganizationId(1), ModelDatabase.Show.Id, buyer);

    public Booking this[string buyer] => Database.Bookings[IdOf(buyer)];

    public BookingEvent LatestEvent => Database.Events[^1];

    public BookOutcome Book(string buyer, params int[] seats) => Do(Request(buyer, seats));

    public BookingCommand.Book Request(string buyer, params int[] seats) =>
        new(IdOf(buyer), TestEngine.Buyer, _terms, $"{buyer}@example.com", [.. seats], Fingerprint: 1) { Plan = plan };

    public ExtendOutcome Extend(string buyer, bool allowed = true) =>
        Do(new BookingCommand.Extend(IdOf(buyer), TestEngine.Buyer, allowed)
        {
            SalesCloseAt = _terms.SalesCloseAt,
            Slots = _terms.Slots,
        });

    public ConfirmOutcome Confirm(string buyer, string? email = null) =>
        Do(new BookingCommand.Confirm(IdOf(buyer), TestEngine.Buyer, email));

    public CancelOutcome Cancel(string buyer) => Do(new BookingCommand.Cancel(IdOf(buyer), TestEngine.Buyer));

    public CancelOutcome CancelByStaff(string buyer, string note, string? publicReason = null) =>
        Do(new BookingCommand.Cancel(
            IdOf(buyer), TestEngine.Desk, IsByStaff: true, new StaffNote(note, publicReason)));

    public ExpireOutcome Expire(string buyer) => Do(new BookingCommand.Expire(IdOf(buyer), Actor.Sweep));

    /// <summary>Each seat's booking is named after it: "house-7".</summary>
    public BlockOutcome Block(params int[] seats) => Do(
        new BookingCommand.Block(_terms, [.. seats], House(seats), TestEngine.Desk, "Row is broken"));

    public UnblockOutcome Unblock(params string[] bookings) => Do(
        new BookingCommand.Unblock([.. bookings.Select(IdOf)], TestEngine.Desk, "Row is mended"));

    public TOutcome Do<TOutcome>(BookingCommand<TOutcome> command)
        where TOutcome : CommandOutcome => (TOutcome)Database.Run(Now, [command]).Single();

    private static ImmutableArray<BookingId> House(int[] seats) =>
        [.. seats.Select(number => IdOf($"house-{number}"))];
}
