using Microsoft.AspNetCore.Http.Extensions;
using Usher.Http.Errors;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.SignIn;

/// <summary>Lets nobody to the desk who is not signed in, and no form that another site sent.</summary>
internal static class DeskGate
{
    public static RouteGroupBuilder RequireDesk(this RouteGroupBuilder group, DeskSessions sessions) =>
        group.AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            if (await sessions.CameWithKeyAsync(context))
            {
                return await next(invocation);
            }

            if (!await sessions.IsOpenAsync(context))
            {
                return Refuse(context.Request);
            }

            return IsChange(context.Request) && CrossSite.Sent(context.Request)
                ? Notices.FromElsewhere()
                : await next(invocation);
        });

    private static IResult Refuse(HttpRequest request)
    {
        if (!ProblemPages.AreFor(request))
        {
            return Problems.Of(
                ProblemType.AdminKeyRequired, "Sign in at /desk, or send the admin key in the header X-Api-Key.");
        }

        // What a form would have changed is asked for again, not carried out after the sign-in.
        return PageForm.SeeOther(
            SignInPages.UrlFor(IsChange(request) ? SignInPages.Home : request.GetEncodedPathAndQuery()));
    }

    private static bool IsChange(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
}
