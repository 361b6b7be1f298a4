using System.Net;
using Usher.Pages.Desk.SignIn;

namespace Usher.Testing;

/// <summary>Somebody at the desk without scripts, with cookies of their own.</summary>
internal sealed class Organiser : IDisposable
{
    private readonly CookieContainer _cookies = new();

    public Organiser(TestApi api) : this(api.Http.BaseAddress!)
    {
    }

    public Organiser(Uri server) => Http = new HttpClient(new FormTokens(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        CookieContainer = _cookies,
    }))
    {
        BaseAddress = server,
    };

    public HttpClient Http { get; }

    public Cookie? Session => _cookies.GetCookies(new Uri(Http.BaseAddress!, "/desk"))[DeskSession.CookieName];

    public static async Task<Organiser> SignedInAsync(TestApi api)
    {
        var organiser = new Organiser(api);
        (await organiser.SignInAsync(TestApi.AdminKey)).ShouldRedirect();
        return organiser;
    }

    public Task<Answer> SignInAsync(string key, string returnUrl = "/desk") =>
        Http.PostFormAsync("/desk/sign-in", [("key", key), ("return", returnUrl)]);

    /// <summary>Signs in as one of the people.</summary>
    public Task<Answer> SignInAsPersonAsync(string email, string password = TestPeople.Password) =>
        Http.PostFormAsync("/desk/sign-in", [("email", email), ("password", password), ("return", "/desk")]);

    /// <summary>A page as its reader sees it: its text is not escaped any more.</summary>
    public async Task<Answer> OpenAsync(string path)
    {
        var page = (await Http.GetPageAsync(path)).ShouldBePage(HttpStatusCode.OK);
        return page with { Text = WebUtility.HtmlDecode(page.Text) };
    }

    public void Dispose() => Http.Dispose();
}
