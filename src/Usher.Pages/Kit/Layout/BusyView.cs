namespace Usher.Pages.Kit.Layout;

/// <summary>A request that was shed because too many came at once. The form sends it again.</summary>
/// <param name="Action">Where the form goes.</param>
/// <param name="Fields">What it carries.</param>
/// <param name="Words">What the choice was: "J 16, J 17".</param>
/// <param name="BackUrl">Where the choice was made.</param>
/// <param name="RetrySeconds">When it is sent again.</param>
public sealed record BusyView(
    string Action, IReadOnlyList<KeyValuePair<string, string>> Fields, string Words, string BackUrl, int RetrySeconds);
