using System.Collections.Immutable;

namespace Usher.Tests.Simulation;

internal enum MoveKind
{
    Book,
    Extend,
    Confirm,
    Cancel,
    Expire,
}

/// <summary>When a buyer stops waiting for the answer.</summary>
internal enum Patience
{
    Endless,

    /// <summary>Before the engine has heard of the wish: it must not be carried out.</summary>
    GoneBefore,

    /// <summary>While the wish waits for its batch.</summary>
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
/// <param name="Booking">The number of the move that first wished for the booking; a wish that repeats an idempotency
/// key carries the number of the one it repeats.</param>
internal sealed record Move(int Number, int Process, int Show, MoveKind Kind, int Booking)
{
    public ImmutableArray<int> Seats { get; init; } = [];

    /// <summary>A wish with an idempotency key; such a booking is known before anybody has answered.</summary>
    public bool HasKey { get; init; }

    /// <summary>Whether the e-mail address comes with this move; it says which booking this is.</summary>
    public bool HasEmail { get; init; }

    public Patience Patience { get; init; }

    public string Key => $"key-{Booking}";

    public string? Email => HasEmail ? EmailOf(Booking) : null;

    public static string EmailOf(int booking) => $"b{booking}@simulation.example";

    public override string ToString()
    {
        var what = Kind == MoveKind.Book
            ? $"book {string.Join('+', Seats)}" + (HasKey ? $" under key {Booking}" : "")
                + (HasEmail ? "" : " without e-mail")
            : $"{Kind.ToString().ToLowerInvariant()} b{Booking}" + (HasEmail ? " with e-mail" : "");
        return $"#{Number} process {Process}, show {Show}: {what}"
            + (Patience == Patience.Endless ? "" : $", {Patience}");
    }
}
