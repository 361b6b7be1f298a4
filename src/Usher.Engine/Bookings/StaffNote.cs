using Usher.Engine.Validation;

namespace Usher.Engine.Bookings;

/// <summary>Why the organiser's people change something; it is kept with the change.</summary>
public sealed record StaffNote
{
    /// <summary>The longest reason, in characters.</summary>
    public const int CharsMax = 500;

    /// <param name="text">For colleagues: at most <see cref="CharsMax"/> characters; null or blank: nobody said.
    /// </param>
    /// <param name="publicReason">For the buyer whose booking it is; the same.</param>
    /// <exception cref="ArgumentException"><see cref="Problem"/> finds one.</exception>
    public StaffNote(string? text, string? publicReason = null)
    {
        (Text, PublicReason) = (Checked(text, nameof(text)), Checked(publicReason, nameof(publicReason)));
    }

    /// <summary>What is wrong with a reason, as the end of a sentence that begins with it; null: nothing is.</summary>
    public static string? Problem(string? text) => string.IsNullOrWhiteSpace(text) ? null
        : text.Length > CharsMax ? $"must have at most {CharsMax} characters"
        : VisibleText.Problem(text);

    /// <summary>Why, for colleagues, without space around it; null: nobody said.</summary>
    public string? Text { get; }

    /// <summary>What the buyer is told, without space around it; null: nothing.</summary>
    public string? PublicReason { get; }

    private static string? Checked(string? text, string parameter) => Problem(text) is { } problem
        ? throw new ArgumentException($"A reason {problem}.", parameter)
        : string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
