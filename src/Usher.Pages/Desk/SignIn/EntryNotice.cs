using Usher.Pages.Kit;

namespace Usher.Pages.Desk.SignIn;

/// <summary>A page with one message for whoever is not signed in, or was not a moment ago.</summary>
/// <param name="Title">What is.</param>
/// <param name="Words">What that means.</param>
/// <param name="ActionWords">What to do next.</param>
/// <param name="ActionUrl">Where that is.</param>
public sealed record EntryNotice(string Title, string Words, string ActionWords, string ActionUrl)
{
    internal static PageReply<EntryNoticePage> Page(EntryNotice notice, int status) => new(notice) { Status = status };
}
