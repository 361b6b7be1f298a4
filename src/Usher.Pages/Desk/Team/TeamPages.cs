using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Http.Fields;
using Usher.Http.Security;
using Usher.Pages.Desk.NewShows;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Team;

/// <summary>The organization's people, for its ADMIN.</summary>
internal sealed class TeamPages(Members members, PublicAddress address)
{
    public const string Path = "/desk/team";

    public async Task<IResult> List(HttpContext context) =>
        new PageReply<TeamPage>(await ViewAsync(context, context.RequestAborted));

    public async Task<IResult> Invite(HttpContext context)
    {
        var fields = Fields.Of(await PageForm.ReadAsync(context));
        var errors = new FieldErrors();
        // Whoever chose none of them is told that too, beside what is wrong with the rest.
        var role = RoleNames.ParseOfMember(fields["role"]);
        var person = new NewPerson(fields["email"], fields["name"], role ?? Role.Operator);
        if (errors.Add(person.MemberProblems()).Any)
        {
            return await RefuseAsync(context, fields, errors.ToWords());
        }

        var outcome = await members.InviteAsync(
            context.SignedIn().Organization, person, CancellationToken.None);
        switch (outcome)
        {
            case NewPersonOutcome.Created(_, var link):
                // The link is shown here and never again, so there is no page to be led to.
                return new PageReply<TeamPage>(await ViewAsync(context, CancellationToken.None) with
                {
                    Link = Shown(context, fields["name"], link),
                });
            case NewPersonOutcome.EmailTaken:
                errors.Add(
                    "email", "belongs to somebody in your team already, or to somebody who works for another "
                        + "organization of this server; then use another address");
                return await RefuseAsync(context, fields, errors.ToWords());
            case NewPersonOutcome.Wrong(var problems):
                return await RefuseAsync(context, fields, errors.Add(problems).ToWords());
        }

        throw new InvalidOperationException($"No answer to {outcome}.");
    }

    /// <summary>A link as its page shows it.</summary>
    public ShownLink Shown(HttpContext context, string name, PersonLink? link) => new(
        name, link is null ? null : address.UrlOf(context.Request, JoinLinks.PathOf(link.Token)), link?.ExpiresAt);

    private async Task<IResult> RefuseAsync(
        HttpContext context, Fields fields, IReadOnlyDictionary<string, string> problems) =>
        new PageReply<TeamPage>(await ViewAsync(context, context.RequestAborted) with
        {
            Fields = fields,
            Problems = problems,
        })
        {
            Status = StatusCodes.Status400BadRequest,
        };

    private async Task<TeamView> ViewAsync(HttpContext context, CancellationToken ct) =>
        new(await members.ListAsync(context.SignedIn().Organization, ct));
}
