using Usher.Engine.Idempotency;

namespace Usher.BoxOffice.Privacy;

/// <summary>What somebody did with personal data of buyers.</summary>
public enum PersonalDataUse
{
    /// <summary>Looked for a person's bookings.</summary>
    LookUp,

    /// <summary>Took a list of bookings with addresses away.</summary>
    List,

    /// <summary>Took all that is known of a person away.</summary>
    Export,

    /// <summary>Erased a person.</summary>
    Erase,

    /// <summary>Erased again who had been erased before.</summary>
    Reapply,
}

/// <summary>One such use.</summary>
/// <param name="Use">What was done.</param>
/// <param name="Actor">Who did it, and from where.</param>
/// <param name="Person">What the person is found by; never an address. Null: many people.</param>
/// <param name="Bookings">How many bookings were shown, taken or erased.</param>
public sealed record PersonalDataEvent(PersonalDataUse Use, Actor Actor, string? Person, int Bookings);

/// <summary>Where it is written down who has used personal data: the one place that decides where that is.</summary>
public interface IPersonalDataLog
{
    /// <summary>Writes a use down. What cannot be written down must not happen: it is to be asked before an answer is
    /// given.</summary>
    /// <param name="one">What was done.</param>
    /// <param name="write">The write that it is a part of; null: it is none.</param>
    /// <param name="ct">Ends it.</param>
    Task NoteAsync(PersonalDataEvent one, OrganiserWrite? write, CancellationToken ct);
}
