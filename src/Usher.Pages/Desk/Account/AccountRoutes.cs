using Usher.Http.Replies;

namespace Usher.Pages.Desk.Account;

internal static class AccountRoutes
{
    public static void MapAccount(this RouteGroupBuilder desk, IServiceProvider services)
    {
        var account = services.GetRequiredService<AccountPages>();
        desk.MapRead("/account", account.GetAccount);
        desk.MapPost("/account/password", (Delegate)account.ChangePassword);
        desk.MapPost("/account/sessions/{session}/end", account.EndSession);
        desk.MapPost("/account/end-others", (Delegate)account.EndOthers);
        var factor = services.GetRequiredService<SecondFactorPages>();
        desk.MapRead("/account/second-factor", factor.Ask);
        desk.MapPost("/account/second-factor", (Delegate)factor.TurnOn);
        desk.MapPost("/account/second-factor/off", (Delegate)factor.TurnOff);
        var passkeys = services.GetRequiredService<OwnPasskeyPages>();
        desk.MapRead("/account/passkeys/new", passkeys.GetNew);
        desk.MapPost("/account/passkeys/new", (Delegate)passkeys.Ask);
        desk.MapPost("/account/passkeys", (Delegate)passkeys.Add);
        desk.MapRead("/account/passkeys/{passkey}/remove", passkeys.GetRemove);
        desk.MapPost("/account/passkeys/{passkey}/remove", passkeys.Remove);
        desk.MapPost("/account/providers/remove", (Delegate)account.RemoveProvider);
    }

    /// <summary>Where invitations and resets lead: for whoever has the link.</summary>
    public static void MapJoin(this RouteGroupBuilder pages, IServiceProvider services)
    {
        var join = services.GetRequiredService<JoinPages>();
        pages.MapRead("/desk/join", JoinPages.Ask);
        pages.MapPost("/desk/join", (Delegate)join.Choose);
    }
}
