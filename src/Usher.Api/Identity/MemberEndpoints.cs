using Microsoft.AspNetCore.Http.HttpResults;
using Usher.Api.Idempotency;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Http.Errors;
using Usher.Http.Fields;
using Usher.Http.Replies;
using Usher.Http.Security;

namespace Usher.Api.Identity;

/// <summary>What an ADMIN does about the organization's people.</summary>
internal sealed class MemberEndpoints(Members members, RepeatableCalls calls, PublicAddress address)
{
    private const string NoStore = "no-store";

    public async Task<Reply<MemberListDocument>> List(HttpContext context)
    {
        var list = await members.ListAsync(context.SignedIn().Organization, context.RequestAborted);
        return new Reply<MemberListDocument>(
            StatusCodes.Status200OK, new MemberListDocument { Members = [.. list.Select(MemberDocument.Of)] },
            IdentityJson.Default.MemberListDocument)
        {
            CacheControl = NoStore,
        };
    }

    public Task<IResult> Invite(HttpContext context) => calls.RunAsync<InvitationBody>(
        context, async (write, body) =>
        {
            var organization = context.SignedIn().Organization;
            return await members.InviteAsync(write, organization, body.ToPerson(), CancellationToken.None) switch
            {
                NewPersonOutcome.Created(var id, var link) =>
                    await Members.FindAsync(write, organization, id, CancellationToken.None) is { } member
                        ? Created(context, member, link)
                        : Problems.Of(ProblemType.NoSuchMember),
                NewPersonOutcome.EmailTaken => Problems.Of(ProblemType.MemberExists),
                NewPersonOutcome.Wrong(var problems) => Problems.BadRequest(new FieldErrors().Add(problems)),
            };
        });

    public async Task<Results<Reply<MemberDocument>, ProblemReply>> Change(string id, HttpContext context)
    {
        var errors = new FieldErrors();
        var body = await JsonBody.ReadAsync<MemberRoleBody>(context.Request, errors);
        if (body is null || errors.Any)
        {
            return Problems.BadRequest(errors);
        }

        if (PersonOf(id) is not { } person)
        {
            return Problems.Of(ProblemType.NoSuchMember);
        }

        var organization = context.SignedIn().Organization;
        return await members.ChangeRoleAsync(
            organization, person, RoleNames.Parse(body.Role)!.Value, CancellationToken.None) switch
        {
            MemberChange.Done => await members.FindAsync(organization, person, CancellationToken.None) is { } member
                ? new Reply<MemberDocument>(
                    StatusCodes.Status200OK, MemberDocument.Of(member), IdentityJson.Default.MemberDocument)
                {
                    CacheControl = NoStore,
                }
                : Problems.Of(ProblemType.NoSuchMember),
            MemberChange.NotFound => Problems.Of(ProblemType.NoSuchMember),
            MemberChange.LastOne => Problems.Of(ProblemType.LastOne),
        };
    }

    public async Task<Results<NoContent, ProblemReply>> Remove(string id, HttpContext context)
    {
        if (PersonOf(id) is not { } person)
        {
            return Problems.Of(ProblemType.NoSuchMember);
        }

        return await members.RemoveAsync(context.SignedIn().Organization, person, CancellationToken.None) switch
        {
            MemberChange.Done => TypedResults.NoContent(),
            MemberChange.NotFound => Problems.Of(ProblemType.NoSuchMember),
            MemberChange.LastOne => Problems.Of(ProblemType.LastOne),
        };
    }

    public Task<IResult> Reset(string id, HttpContext context) => calls.RunAsync(context, async write =>
    {
        var organization = context.SignedIn().Organization;
        if (PersonOf(id) is not { } person
            || await Members.FindAsync(write, organization, person, CancellationToken.None) is null)
        {
            return Problems.Of(ProblemType.NoSuchMember);
        }

        if (await members.ResetAsync(write, organization, person, CancellationToken.None) is not { } link)
        {
            return Problems.Of(ProblemType.NotYours);
        }

        var shown = new LinkDocument { Link = UrlOf(context, link), LinkExpiresAt = link.ExpiresAt };
        return WriteAnswer.OfSecret(
            StatusCodes.Status201Created, shown, shown with { Link = null, Note = LinkDocument.NotAgain },
            IdentityJson.Default.LinkDocument);
    });

    private WriteAnswer Created(HttpContext context, Member member, PersonLink? link)
    {
        var shown = new InvitedDocument
        {
            Member = MemberDocument.Of(member),
            Link = link is null ? null : UrlOf(context, link),
            LinkExpiresAt = link?.ExpiresAt,
        };
        return WriteAnswer.OfSecret(
            StatusCodes.Status201Created, shown, shown.WithoutLink(), IdentityJson.Default.InvitedDocument);
    }

    private string UrlOf(HttpContext context, PersonLink link) =>
        address.UrlOf(context.Request, JoinLinks.PathOf(link.Token));

    private static PersonId? PersonOf(string id) =>
        Guid.TryParseExact(id, "D", out var value) ? new PersonId(value) : null;
}
