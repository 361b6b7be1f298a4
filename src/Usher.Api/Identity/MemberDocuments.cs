using System.ComponentModel;
using System.Text.Json.Serialization;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Http.Errors;

namespace Usher.Api.Identity;

/// <summary>Who works for the organization.</summary>
internal sealed record MemberListDocument
{
    [Description("In the order of their names; at most 500.")]
    public required MemberDocument[] Members { get; init; }
}

/// <summary>Somebody who works for the organization.</summary>
internal sealed record MemberDocument
{
    public required Guid Id { get; init; }

    public required string Email { get; init; }

    public required string Name { get; init; }

    [Description("What the person may do.")]
    [Wire(Values = [RoleNames.Admin, RoleNames.Staff, RoleNames.Scanner])]
    public required string Role { get; init; }

    [Description("INVITED until the person has chosen a password; DISABLED if the operator of the server has shut the "
        + "person out.")]
    [Wire(Values = ["INVITED", "ACTIVE", "DISABLED"])]
    public required string Status { get; init; }

    public required DateTime MemberSince { get; init; }

    [Description("When the person last did something while signed in, to the minute; left out if not lately.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? LastSeenAt { get; init; }

    public static MemberDocument Of(Member member) => new()
    {
        Id = member.Id.Value,
        Email = member.Email,
        Name = member.Name,
        Role = RoleNames.NameOf(member.Role ?? BoxOffice.Permissions.Role.Scanner),
        Status = member.IsDisabled ? "DISABLED" : member.HasPassword ? "ACTIVE" : "INVITED",
        MemberSince = member.CreatedAt,
        LastSeenAt = member.LastSeenAt,
    };
}

/// <summary>Somebody who was just let in.</summary>
internal sealed record InvitedDocument
{
    public required MemberDocument Member { get; init; }

    [Description("Hand it over yourself: the person chooses a password there. It works once and is not shown again. "
        + "Left out if the person has a password already, from another organization.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Link { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? LinkExpiresAt { get; init; }

    [Description(LinkDocument.NoteDescription)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>The answer to the same request once more.</summary>
    public InvitedDocument WithoutLink() =>
        Link is null ? this : this with { Link = null, Note = LinkDocument.NotAgain };
}

/// <summary>A link by which a member chooses a password.</summary>
internal sealed record LinkDocument
{
    public const string NotAgain =
        "The link was in the first response and is stored nowhere. To get another one, which ends the first, POST to "
        + "the member's /link with a new Idempotency-Key.";

    public const string NoteDescription =
        "Only in the response to a repeated request with an Idempotency-Key: that the link is not shown again.";

    [Description("Hand it over yourself. It works once and is not shown again; earlier links work no more. Left out in "
        + "the response to a repeated request.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Link { get; init; }

    public required DateTime LinkExpiresAt { get; init; }

    [Description(NoteDescription)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }
}
