using Usher.Http.Replies;

namespace Usher.Pages.Desk.Team;

internal static class TeamRoutes
{
    public static void MapTeam(this RouteGroupBuilder desk, IServiceProvider services)
    {
        var team = services.GetRequiredService<TeamPages>();
        desk.MapRead("/team", team.List);
        desk.MapPost("/team", (Delegate)team.Invite);
        var member = services.GetRequiredService<MemberPages>();
        desk.MapRead("/team/{id}", member.GetMember);
        desk.MapPost("/team/{id}/role", member.ChangeRole);
        desk.MapPost("/team/{id}/remove", member.Remove);
        desk.MapPost("/team/{id}/link", member.MakeLink);
        desk.MapPost("/team/{id}/second-factor/off", member.TurnOffSecondFactor);
        desk.MapPost("/team/{id}/passkeys/remove", member.RemovePasskeys);
        desk.MapPost("/team/{id}/sessions/{session}/end", member.EndSession);
    }
}
