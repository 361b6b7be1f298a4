using System.Net;
using System.Text.RegularExpressions;

namespace Usher.Testing;

/// <summary>What a browser with a passkey does at the desk.</summary>
internal static partial class PasskeyCalls
{
    public const string SignInPath = "/desk/sign-in/passkey";
    public const string OwnPath = "/desk/account/passkeys";

    [GeneratedRegex("data-options=\"([^\"]+)\"")]
    private static partial Regex Options { get; }

    /// <summary>Somebody who opened this server by a name, which passkeys can belong to.</summary>
    public static Organiser ByName(this TestServer server) => new(server.AddressByName());

    public static Uri AddressByName(this TestServer server) => new($"http://localhost:{server.Http.BaseAddress!.Port}");

    /// <summary>A device that knows the server by its name.</summary>
    public static SoftPasskey NewPasskey(this TestServer server) => new()
    {
        Origin = server.AddressByName().GetLeftPart(UriPartial.Authority),
    };

    /// <summary>What the page has the browser ask.</summary>
    public static string PasskeyOptions(this Answer page) =>
        WebUtility.HtmlDecode(Options.Match(page.Text).Groups[1].Value);

    /// <summary>Adds a passkey to whoever is signed in; the last answer.</summary>
    public static async Task<Answer> AddPasskeyAsync(this Organiser person, SoftPasskey passkey, string name = "Phone")
    {
        var asked = (await person.PostAsync($"{OwnPath}/new", ("name", name))).ShouldBePage(HttpStatusCode.OK);
        return await person.PostAsync(
            OwnPath, ("name", name), ("credential", passkey.Create(asked.PasskeyOptions())));
    }

    public static async Task<Answer> SignInWithPasskeyAsync(this Organiser person, SoftPasskey passkey)
    {
        var asked = (await person.Http.GetPageAsync(SignInPath)).ShouldBePage(HttpStatusCode.OK);
        return await person.PostAsync(
            SignInPath, ("return", "/desk/shows"), ("credential", passkey.Get(asked.PasskeyOptions())));
    }
}
