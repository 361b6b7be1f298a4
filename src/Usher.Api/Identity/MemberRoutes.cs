using Microsoft.OpenApi;
using Usher.Api.Idempotency;
using Usher.Api.OpenApi;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Http.Errors;
using Usher.Http.Replies;
using Usher.Http.Security;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Usher.Api.Identity;

internal static class MemberRoutes
{
    public static void MapMemberAdmin(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var members = new MemberEndpoints(
            services.GetRequiredService<Members>(), services.GetRequiredService<RepeatableCalls>(),
            services.GetRequiredService<PublicAddress>());
        var admin = routes.MapGroup("/api/admin/members");

        admin.MapRead("", members.List)
            .Named("listMembers", DocumentTransformer.Team, "List the organization's people", """
                With what each may do, and when they were last seen.
                """)
            .RequiresRole(Role.Admin)
            .Answers<MemberListDocument>(Status200OK, "The people.", IdentityExamples.Members)
            .Refuses(ProblemType.Unavailable);

        admin.MapPost("", (Delegate)members.Invite)
            .Named("inviteMember", DocumentTransformer.Team, "Invite somebody", """
                The response contains a link that you hand over yourself; the person chooses a password there. The link
                is stored nowhere: a repeated request with the same `Idempotency-Key` gets the same response without it.
                If the first response was lost, make another link.
                """)
            .RequiresRole(Role.Admin)
            .TakesIdempotencyKey()
            .Takes<InvitationBody>(IdentityExamples.Invitation)
            .Answers<InvitedDocument>(Status201Created, "The person is a member.", IdentityExamples.Invited)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.MemberExists, ProblemType.Unavailable);
        MapChanges(admin, members);
    }

    private static void MapChanges(RouteGroupBuilder admin, MemberEndpoints members)
    {
        admin.MapPatch("/{id}", members.Change)
            .Named("changeMember", DocumentTransformer.Team, "Change what somebody may do", """
                It takes effect immediately on this server, on others within `Auth:RecheckSeconds`. The last ADMIN who
                can sign in keeps the role.
                """)
            .RequiresRole(Role.Admin)
            .TakesMemberId()
            .Takes<MemberRoleBody>(IdentityExamples.Role)
            .Answers<MemberDocument>(Status200OK, "The member.", IdentityExamples.Member)
            .Refuses(
                ProblemType.Validation, ProblemType.MalformedBody, ProblemType.NoSuchMember, ProblemType.LastOne,
                ProblemType.Unavailable);

        admin.MapDelete("/{id}", members.Remove)
            .Named("removeMember", DocumentTransformer.Team, "Remove somebody", """
                They are signed out: immediately on this server, on others within `Auth:RecheckSeconds`. What they did
                keeps their name. The last ADMIN who can sign in stays.
                """)
            .RequiresRole(Role.Admin)
            .TakesMemberId()
            .TakesNoEncodedBody()
            .AnswersEmpty(Status204NoContent, "They are no member any more.")
            .Refuses(ProblemType.NoSuchMember, ProblemType.LastOne, ProblemType.Unavailable);

        admin.MapPost("/{id}/link", members.Reset)
            .Named("createMemberLink", DocumentTransformer.Team, "Make a link to choose a password", """
                For somebody who has forgotten the password, or lost the invitation. When it is used, they are signed
                out everywhere. The link is stored nowhere: a repeated request with the same `Idempotency-Key` makes no
                other one and gets the same response without it.
                """)
            .RequiresRole(Role.Admin)
            .TakesMemberId()
            .TakesIdempotencyKey()
            .TakesNoEncodedBody()
            .Answers<LinkDocument>(Status201Created, "The link.", IdentityExamples.Link)
            .Refuses(
                ProblemType.Validation, ProblemType.NoSuchMember, ProblemType.NotYours, ProblemType.Unavailable);
    }

    private static RouteHandlerBuilder TakesMemberId(this RouteHandlerBuilder route) => route.TakesPath(
        "id", "The member's `id`.", new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" });
}
