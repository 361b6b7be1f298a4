namespace Usher.Engine.Bookings;

/// <summary>Why the organiser's people change something; it is kept with the change.</summary>
public sealed record StaffNote
{
    /// <summary>The longest reason, in characters.</summary>
    public const int CharsMax = 500;

    /// <param name="text">At most <see cref="CharsMax"/> characters; null or blank: nobody said.</param>
    /// <exception cref="ArgumentException">The reason is too long.</exception>
    public StaffNote(string? text)
    {
        if (text?.Length > CharsMax)
        {
            throw new ArgumentException($"A reason has at most {CharsMax} characters.", nameof(text));
        }

        Text = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    /// <summary>Why, without space around it; null: nobody said.</summary>
    public string? Text { get; }
}
