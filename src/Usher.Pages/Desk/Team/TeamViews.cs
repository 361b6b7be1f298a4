using System.Collections.Immutable;
using Usher.BoxOffice.Identity;
using Usher.Pages.Desk.NewShows;

namespace Usher.Pages.Desk.Team;

/// <summary>The organization's people, and the form that invites another one.</summary>
public sealed record TeamView(ImmutableArray<Member> Members)
{
    /// <summary>What is in the form.</summary>
    public Fields Fields { get; init; } = Fields.None;

    /// <summary>What is wrong with it, by field.</summary>
    public IReadOnlyDictionary<string, string>? Problems { get; init; }

    /// <summary>A link that was just made, shown this once.</summary>
    public ShownLink? Link { get; init; }
}

/// <summary>A link to hand over.</summary>
/// <param name="Name">To whom.</param>
/// <param name="Url">The link; null: the person has a password already and needs none.</param>
/// <param name="ExpiresAt">Until when it works.</param>
public sealed record ShownLink(string Name, string? Url, DateTime? ExpiresAt);

/// <summary>One of the people: what they may do, and where they are signed in.</summary>
public sealed record MemberView(Member Member, ImmutableArray<SessionLine> Sessions)
{
    /// <summary>Why nothing was changed.</summary>
    public string? Problem { get; init; }

    public ShownLink? Link { get; init; }

    public string Path => PathOf(Member.Id);

    public static string PathOf(PersonId id) => $"{TeamPages.Path}/{id}";
}
