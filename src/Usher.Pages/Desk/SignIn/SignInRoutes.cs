using Usher.Http.Replies;
using Usher.Http.Security;
using Usher.Pages.Desk.Account;
using Usher.Pages.Kit;


namespace Usher.Pages.Desk.SignIn;

internal static class SignInRoutes
{
    /// <summary>The only pages of the desk that need no session.</summary>
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var pages = routes.ServiceProvider.GetRequiredService<SignInPages>();
        var group = routes.MapGroup("").ExcludeFromDescription().AllowAnonymous().RefuseCrossSiteForms();
        group.MapRead(SignInPages.Path, pages.GetSignIn);
        group.MapPost(SignInPages.Path, (Delegate)pages.SignIn);
        group.MapPost(
            SignInPages.CodePath,
            (Delegate)routes.ServiceProvider.GetRequiredService<CodePages>().SignIn);
        var passkeys = routes.ServiceProvider.GetRequiredService<PasskeyPages>();
        group.MapRead(PasskeyPages.Path, passkeys.GetSignIn);
        group.MapPost(PasskeyPages.Path, (Delegate)passkeys.SignIn);
        if (routes.ServiceProvider.GetRequiredService<OpenIdSignIn>().Provider is not null)
        {
            var provider = routes.ServiceProvider.GetRequiredService<OpenIdPages>();
            group.MapGet(OpenIdPages.Path, (Delegate)provider.Begin);
            group.MapGet(OpenIdSignIn.CallbackPath, (Delegate)provider.Finish);
        }

        group.MapPost("/desk/sign-out", (Delegate)pages.SignOut);
        group.MapJoin(routes.ServiceProvider);
    }
}
