namespace Usher.Pages.Kit.Layout;

/// <summary>A page that says one thing: what happened, what is still true, and what to do next.</summary>
/// <param name="Title">What happened.</param>
/// <param name="Words">What is still true.</param>
/// <param name="ActionWords">What to do next.</param>
/// <param name="ActionUrl">Where that is.</param>
public sealed record NoticeView(string Title, string Words, string ActionWords, string ActionUrl)
{
    /// <summary>What to tell a person who asks for help.</summary>
    public string? Reference { get; init; }
}
