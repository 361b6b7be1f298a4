using System.Collections.Immutable;
using System.Globalization;

namespace Usher.SystemTests.Simulation;

internal enum MoveKind
{
    Book,
    Extend,
    Confirm,
    Cancel,
    Expire,
    CancelByStaff,
    Block,
    Unblock,
}

/// <summary>When a buyer stops waiting for the answer.</summary>
internal enum Patience
{
    Endless,

    /// <summary>Before the engine has heard of the request: it must not be carried out.</summary>
    GoneBefore,

    /// <summary>While the request waits for its batch.</summary>
    GoneInQueue,

    /// <summary>As its transaction asks for locks, has them, commits, or has committed.</summary>
    GoneAtLock,
    GoneAtLocked,
    GoneAtCommit,
    GoneAtCommitted,
}

/// <summary>One thing that one buyer does.</summary>
/// <param name="Number">Its name in the history; stays when others are left out.</param>
/// <param name="Process">The engine it goes to.</param>
/// <param name="Show">The index of the show.</param>
/// <param name="Booking">The number of the move that first asked for the booking; a request that repeats an idempotency
/// key carries the number of the one it repeats.</param>
internal sealed record Move(int Number, int Process, int Show, MoveKind Kind, int Booking)
{
    private const int StaffMax = 3;

    // As many as the bits of the highest number of a request.
    private const string Letters = "abcdefghijkl";

    public ImmutableArray<int> Seats { get; init; } = [];

    /// <summary>Set instead of seats: so many of the best.</summary>
    public int? SeatCount { get; init; }

    /// <summary>With <see cref="SeatCount"/>: the category of all of them; null: any.</summary>
    public char? Category { get; init; }

    /// <summary>With <see cref="SeatCount"/>: they need not be together.</summary>
    public bool MayBeSplit { get; init; }

    public bool IsBest => SeatCount is not null;

    /// <summary>How many seats a request asks for.</summary>
    public int SeatsWanted => SeatCount ?? Seats.Length;

    /// <summary>A request with an idempotency key; such a booking is known before anybody has answered. Of a
    /// confirmation: it came under the one key of its booking's confirmations.</summary>
    public bool HasKey { get; init; }

    /// <summary>From where a request for seats comes; what each client holds is limited.</summary>
    public int Client { get; init; }

    /// <summary>Whether an e-mail address comes with this move; it says which booking this is.</summary>
    public bool HasEmail { get; init; }

    /// <summary>Whose address that is: one of a few persons with many bookings; null: somebody's with this one only.
    /// </summary>
    public int? Person { get; init; }

    public Patience Patience { get; init; }

    public string Key => $"key-{Booking}";

    public string ConfirmKey => $"confirm-{Booking}";

    public string? Email => HasEmail ? EmailOf(Person, Booking) : null;

    /// <summary>What staff say they did it for; the house's bookings are known by it.</summary>
    public string Note => NoteOf(Number);

    /// <summary>Which of the organiser's people does it; its events must name nobody else.</summary>
    public Actor Staff => Actor.Staff($"staff {Number % StaffMax}", ActorRight.DeskSession);

    public static string NoteOf(int number) => $"move {number}";

    /// <summary>The number of the house's booking of a seat that a move blocked.</summary>
    public static int HouseNumber(int move, int seat) => 1_000_000 + move * 100 + seat;

    /// <summary>An address of a person, spelt in a way of its own for each booking: the number of the booking is in the
    /// case of its letters.</summary>
    public static string EmailOf(int? person, int booking) => person is null
        ? $"b{booking}@simulation.example"
        : $"p{person}-{string.Concat(Letters.Select((letter, bit) => Spelt(letter, booking >> bit & 1)))}"
            + $"@{Spelt('ü', booking & 1)}.example";

    /// <summary>The booking that an address was given for; null: none.</summary>
    public static int? BookingOf(string? email) => email is null ? null
        : email.StartsWith('b') ? int.Parse(email[1..email.IndexOf('@')], CultureInfo.InvariantCulture)
        : email[(email.IndexOf('-') + 1)..email.IndexOf('@')]
            .Select((letter, bit) => char.IsUpper(letter) ? 1 << bit : 0).Sum();

    /// <summary>Who has an address, however it is spelt.</summary>
    public static string? PersonOf(string? email) =>
        email is null ? null : email.StartsWith('p') ? email[..email.IndexOf('-')] : email;

    private static char Spelt(char letter, int bit) => bit == 1 ? char.ToUpperInvariant(letter) : letter;

    /// <summary>What a request asks for, in words; another payload under the same key has other words.</summary>
    public string Request => !IsBest ? string.Join('+', Seats)
        : $"the best {SeatCount}" + (Category is null ? "" : $" of {Category}")
            + (MayBeSplit ? ", apart if need be" : "");

    private string OfPerson => Person is { } person ? $" of person {person}" : "";

    public override string ToString()
    {
        var what = Kind == MoveKind.Book
            ? $"book {Request} for client {Client}" + (HasKey ? $" under key {Booking}" : "")
                + (HasEmail ? OfPerson : " without e-mail")
            : Kind is MoveKind.Block or MoveKind.Unblock
            ? $"{Kind.ToString().ToLowerInvariant()} {string.Join('+', Seats)}"
            : $"{Kind.ToString().ToLowerInvariant()} b{Booking}" + (HasEmail ? $" with e-mail{OfPerson}" : "")
                + (HasKey ? " under a key" : "");
        return $"#{Number} process {Process}, show {Show}: {what}"
            + (Patience == Patience.Endless ? "" : $", {Patience}");
    }
}
