using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Http.Security;
using Usher.Pages.Desk.Layout;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Team;

/// <summary>What an ADMIN does about one of the people.</summary>
internal sealed class MemberPages(
    Members members, Sessions sessions, SecondFactors factors, Passkeys passkeys, TeamPages team)
{
    private const string LastOne =
        "This is the last person who can manage your organization. Make somebody else an administrator first.";

    private const string NotYours =
        "They work for another organization too, or run this server, so only the server’s operator can do that.";

    public async Task<IResult> GetMember(string id, HttpContext context) =>
        await FindAsync(id, context) is { } member ? await PageAsync(member) : NoSuchMember();

    public async Task<IResult> ChangeRole(string id, HttpContext context)
    {
        var form = await PageForm.ReadAsync(context);
        return await FindAsync(id, context) is not { } member ? NoSuchMember()
            : RoleNames.ParseOfMember(form?["role"]) is not { } role
                ? await PageAsync(member, "Choose a role.", StatusCodes.Status400BadRequest)
            : await AnswerAsync(
                member,
                await members.ChangeRoleAsync(
                    context.SignedIn().Organization, member.Id, role, CancellationToken.None),
                MemberView.PathOf(member.Id));
    }

    public async Task<IResult> Remove(string id, HttpContext context) =>
        await FindAsync(id, context) is { } member
            ? await AnswerAsync(
                member,
                await members.RemoveAsync(context.SignedIn().Organization, member.Id, CancellationToken.None),
                TeamPages.Path)
            : NoSuchMember();

    public async Task<IResult> MakeLink(string id, HttpContext context)
    {
        if (await FindAsync(id, context) is not { } member)
        {
            return NoSuchMember();
        }

        return await members.ResetAsync(context.SignedIn().Organization, member.Id, CancellationToken.None) is { } link
            ? new PageReply<MemberPage>(await ViewAsync(member) with
            {
                Link = team.Shown(context, member.Name, link),
            })
            : await PageAsync(member, NotYours, StatusCodes.Status409Conflict);
    }

    public async Task<IResult> TurnOffSecondFactor(string id, HttpContext context)
    {
        if (await FindAsync(id, context) is not { } member)
        {
            return NoSuchMember();
        }

        if (!await members.IsOnlyHereAsync(context.SignedIn().Organization, member.Id, CancellationToken.None))
        {
            return await PageAsync(member, NotYours, StatusCodes.Status409Conflict);
        }

        await factors.TurnOffAsync(member.Id, CancellationToken.None);
        return PageForm.SeeOther(MemberView.PathOf(member.Id));
    }

    public async Task<IResult> RemovePasskeys(string id, HttpContext context)
    {
        if (await FindAsync(id, context) is not { } member)
        {
            return NoSuchMember();
        }

        if (!await members.IsOnlyHereAsync(context.SignedIn().Organization, member.Id, CancellationToken.None))
        {
            return await PageAsync(member, NotYours, StatusCodes.Status409Conflict);
        }

        await passkeys.RemoveAllAsync(member.Id, CancellationToken.None);
        return PageForm.SeeOther(MemberView.PathOf(member.Id));
    }

    public async Task<IResult> EndSession(string id, string session, HttpContext context)
    {
        if (await FindAsync(id, context) is not { } member)
        {
            return NoSuchMember();
        }

        if (!await members.IsOnlyHereAsync(context.SignedIn().Organization, member.Id, CancellationToken.None))
        {
            return await PageAsync(member, NotYours, StatusCodes.Status409Conflict);
        }

        if (Guid.TryParseExact(session, "D", out var value))
        {
            await sessions.EndAsync(new SessionId(value), member.Id, CancellationToken.None);
        }

        return PageForm.SeeOther(MemberView.PathOf(member.Id));
    }

    private async Task<IResult> AnswerAsync(Member member, MemberChange change, string doneUrl) => change switch
    {
        MemberChange.Done => PageForm.SeeOther(doneUrl),
        MemberChange.NotFound => NoSuchMember(),
        MemberChange.LastOne => await PageAsync(member, LastOne, StatusCodes.Status409Conflict),
    };

    private async Task<IResult> PageAsync(
        Member member, string? problem = null, int status = StatusCodes.Status200OK) =>
        new PageReply<MemberPage>(await ViewAsync(member) with { Problem = problem }) { Status = status };

    private async Task<MemberView> ViewAsync(Member member) =>
        new(member, await sessions.ListAsync(member.Id, CancellationToken.None));

    private async Task<Member?> FindAsync(string id, HttpContext context) =>
        Guid.TryParseExact(id, "D", out var value)
            ? await members.FindAsync(
                context.SignedIn().Organization, new PersonId(value), context.RequestAborted)
            : null;

    private static IResult NoSuchMember() => DeskNotice.NotFound(new DeskNotice(
        DeskPlace.Team, "Nobody with this link is in your team", "They may have been removed.", "Your team",
        TeamPages.Path));
}
