namespace Usher.Engine.Bookings;

/// <summary>Who of the organiser's people changes something, and why; both are kept with the change.</summary>
public sealed record StaffNote
{
    /// <summary>The longest reason, in characters.</summary>
    public const int CharsMax = 500;

    /// <param name="actor">Who: 1..<see cref="Actors.CharsMax"/> characters, and none of the names of
    /// <see cref="Actors"/> that stand for buyers or for the engine itself.</param>
    /// <param name="note">Why: at most <see cref="CharsMax"/> characters; null: nobody said.</param>
    /// <exception cref="ArgumentException">The actor is no member of staff, or the reason is too long.</exception>
    public StaffNote(string actor, string? note)
    {
        if (!Actors.IsStaff(actor))
        {
            throw new ArgumentException($"'{actor}' is not somebody of the organiser's own.", nameof(actor));
        }

        if (note?.Length > CharsMax)
        {
            throw new ArgumentException($"A reason has at most {CharsMax} characters.", nameof(note));
        }

        (Actor, Note) = (actor, string.IsNullOrWhiteSpace(note) ? null : note.Trim());
    }

    /// <summary>Who.</summary>
    public string Actor { get; }

    /// <summary>Why; null: nobody said.</summary>
    public string? Note { get; }
}
