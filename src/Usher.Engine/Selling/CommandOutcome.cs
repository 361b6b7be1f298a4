namespace Usher.Engine.Selling;

/// <summary>
/// What became of a command. Each command has a union of its own, whose cases are all that can become of it. An
/// expected refusal is a value, not an exception; an exception out of the engine is a defect or a cancelled wait. Every
/// outcome that speaks of a change is given after the change is durable.
/// </summary>
public abstract record CommandOutcome
{
    private protected CommandOutcome()
    {
    }
}

/// <summary>Why a booking does not allow a change.</summary>
public enum RefusalReason
{
    /// <summary>Its hold ended and its seats went back.</summary>
    Expired,

    /// <summary>Its seats belong to someone else.</summary>
    SeatsTaken,

    /// <summary>Its payment failed.</summary>
    PaymentFailed,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>It is confirmed already.</summary>
    AlreadyConfirmed,

    /// <summary>Its hold was extended before; once is what everybody gets.</summary>
    AlreadyExtended,

    /// <summary>The show does not let holds be extended.</summary>
    ExtensionForbidden,

    /// <summary>The show begins when its hold ends, or has begun.</summary>
    ShowOver,

    /// <summary>Its hold has not ended yet.</summary>
    NotExpired,

    /// <summary>It still waits in the queue.</summary>
    StillQueued,
}
