using System.Net;
using System.Text;
using Usher.Testing;

namespace Usher.Tests.Desk;

public sealed class FormTokenTests(TestApi api) : IClassFixture<TestApi>, IDisposable
{
    // Sends the cookies that a test names and no others.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = api.Http.BaseAddress,
    };

    private static readonly (string, string)[] NewShow =
        [("name", "The Glass Orchard"), ("starts", "2999-03-14T19:30"), ("zone", "UTC")];

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_form_without_a_token_is_refused_although_its_sender_is_signed_in()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var session = ("Cookie", $"usher-desk={organiser.Session!.Value}");

        (await _http.PostFormAsync("/desk/shows/new", NewShow, session)).ShouldBePage(HttpStatusCode.Forbidden);
        (await _http.PostFormAsync("/desk/sign-out", [], session)).ShouldBePage(HttpStatusCode.Forbidden);
        (await _http.PostFormAsync("/desk/sign-in", [("key", TestApi.AdminKey)]))
            .ShouldBePage(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_form_with_a_NUL_is_ours_and_its_field_says_what_is_wrong()
    {
        using var organiser = await Organiser.SignedInAsync(api);

        (await organiser.PostAsync(
            "/desk/shows/new", ("name", "The Glass\0Orchard"), ("starts", "2999-03-14T19:30"), ("zone", "UTC")))
            .ShouldRefuse("Name must not contain control characters");
    }

    [Fact]
    public async Task The_token_of_a_form_goes_with_its_cookie_and_its_sender()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var session = $"usher-desk={organiser.Session!.Value}";
        var asked = await _http.GetPageAsync("/desk/sign-in");
        var strangers = FormTokens.Field.Match(asked.Text).Groups[1].Value;
        var page = await _http.GetPageAsync("/desk/shows/new", ("Cookie", session));
        var token = FormTokens.Field.Match(page.Text).Groups[1].Value;
        var cookie = page.Message.Headers.GetValues("Set-Cookie").Single();

        cookie.ShouldStartWith("usher-desk-form=");
        cookie.ShouldContain("; path=/desk; samesite=strict; httponly");
        (await SendAsync(token, $"{session}; {cookie.Split(';')[0]}")).ShouldRedirect();
        (await SendAsync(token, session)).ShouldBePage(HttpStatusCode.Forbidden);
        (await SendAsync(strangers, $"{session}; {cookie.Split(';')[0]}")).ShouldBePage(HttpStatusCode.Forbidden);

        Task<Answer> SendAsync(string text, string cookies) => _http.PostFormAsync(
            "/desk/shows/new", [.. NewShow, ("form_token", text)], ("Cookie", cookies));
    }

    [Fact]
    public async Task Programs_that_send_the_key_need_no_token()
    {
        (await _http.PostFormAsync("/desk/shows/new", NewShow, ("X-Api-Key", TestApi.AdminKey)))
            .ShouldRedirect().ShouldStartWith("/desk/shows/new/");
    }

    [Fact]
    public async Task A_form_in_an_encoding_that_nobody_reads_is_not_ours()
    {
        var asked = await _http.GetPageAsync("/desk/sign-in");
        var cookie = asked.Message.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        using var form = new ByteArrayContent(Encoding.ASCII.GetBytes($"key={TestApi.AdminKey}"));
        form.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded; charset=utf-7");

        var answer = await _http.CallAsync(
            HttpMethod.Post, "/desk/sign-in", form, ("Accept", "text/html"), ("Cookie", cookie));

        answer.ShouldBePage(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_plan_that_is_too_large_for_its_token_to_be_read_is_refused_in_words()
    {
        await using var server = await TestServer.StartAsync(
            api.Database, ("Auth:AdminKey", TestApi.AdminKey), ("Http:PlanBodyBytesMax", "1048576"));
        using var organiser = await Organiser.SignedInAsync(api);
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false })
        {
            BaseAddress = server.Http.BaseAddress,
        };
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Encoding.UTF8.GetBytes(new string('x', 1_200_000))), "file", "hall.csv" },
        };

        var answer = await http.CallAsync(
            HttpMethod.Post, "/desk/plans/import", form,
            ("Accept", "text/html"), ("Cookie", $"usher-desk={organiser.Session!.Value}; usher-desk-form=x"));

        answer.ShouldRefuse("It is larger than 1 MiB.");
    }
}
