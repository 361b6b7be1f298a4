using System.Net;
using System.Text.RegularExpressions;
using Usher.BoxOffice.Organizations;
using Usher.BoxOffice.Permissions;
using Usher.Testing;

namespace Usher.Tests.Desk;

public sealed partial class LogoPagesTests(TestApi api) : IClassFixture<TestApi>
{
    private const string Path = "/desk/organization/logo";

    private static readonly byte[] Logo = Pictures.Draw(200, 80);

    [Fact]
    public async Task An_administrator_uploads_the_logo_sees_it_and_removes_it()
    {
        var organization = await api.Server.MakeOrganizationAsync();
        using var admin = await SignedInAsync(organization);
        (await admin.OpenAsync("/desk/organization")).Text.ShouldNotContain("Remove the logo");

        (await admin.PostFileAsync(Path, "logo.png", Logo)).ShouldRedirect().ShouldBe("/desk/organization");

        var shown = Shown.Match((await admin.OpenAsync("/desk/organization")).Text).Value;
        var picture = await admin.Http.GetAnswerAsync(shown);
        (picture.Status, picture.ContentType).ShouldBe((HttpStatusCode.OK, "image/png"));
        picture.Message.Headers.CacheControl!.ToString().ShouldContain("private");
        (await api.Http.GetPageAsync(organization.Path)).Text.ShouldContain("class=\"brand\"");
        using var other = await SignedInAsync(await api.Server.MakeOrganizationAsync());
        (await other.Http.GetAnswerAsync(shown)).Status.ShouldBe(HttpStatusCode.NotFound);

        (await admin.PostAsync(Path + "/remove")).ShouldRedirect().ShouldBe("/desk/organization");

        (await admin.OpenAsync("/desk/organization")).Text.ShouldNotContain("Remove the logo");
        (await api.Http.GetPageAsync(organization.Path)).Text.ShouldNotContain("class=\"brand\"");
    }

    [Fact]
    public async Task What_is_no_logo_is_told_at_the_field_and_nothing_is_changed()
    {
        var organization = await api.Server.MakeOrganizationAsync();
        using var admin = await SignedInAsync(organization);
        await admin.PostFileAsync(Path, "logo.png", Logo);
        var before = (await api.Http.GetPageAsync(organization.Path)).Text;

        (await admin.PostFileAsync(Path, "logo.svg", "<svg/>"u8.ToArray()))
            .ShouldRefuse("The picture must be a PNG, JPEG or WebP file").Text
            .ShouldContain("value=\"Harbour Cinema\"");
        foreach (var (file, words) in ((byte[], string)[])
        [
            (Pictures.PngOfSize(9000, 10), "The picture has 9000 × 10 pixels"),
            (Pictures.Noise(430, 430), "The picture is larger than 512 KiB"),
            (Pictures.Noise(500, 500), "The picture is larger than 512 KiB"),
        ])
        {
            (await admin.PostFileAsync(Path, "logo.png", file)).ShouldRefuse(words);
        }

        (await admin.PostAsync(Path, ("file", "no file"))).ShouldRefuse("The picture is required");

        (await api.Http.GetPageAsync(organization.Path)).Text.ShouldBe(before);
    }

    [Fact]
    public async Task What_is_too_large_to_find_the_token_in_it_is_told_as_well()
    {
        using var admin = await SignedInAsync(await api.Server.MakeOrganizationAsync());
        (string, string) session = ("Cookie", $"{admin.Session!.Name}={admin.Session.Value}");
        var page = await api.Http.GetPageAsync("/desk/organization", session);
        var cookies = page.Message.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]);
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Pictures.Noise(500, 500)), "file", "logo.png" },
            { new StringContent(FormTokens.Field.Match(page.Text).Groups[1].Value), "form_token" },
        };

        (await api.Http.CallAsync(
            HttpMethod.Post, Path, form, ("Accept", "text/html"),
            ("Cookie", string.Join("; ", cookies.Prepend(session.Item2)))))
            .ShouldRefuse("It is larger than 512 KiB").Text.ShouldContain("href=\"/desk/organization\"");
    }

    [Fact]
    public async Task A_form_without_the_token_of_the_page_changes_nothing()
    {
        var organization = await api.Server.MakeOrganizationAsync();
        using var admin = await SignedInAsync(organization);
        await admin.PostFileAsync(Path, "logo.png", Logo);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = admin.Http.BaseAddress,
        };
        (string, string) cookie = ("Cookie", $"{admin.Session!.Name}={admin.Session.Value}");
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Pictures.Draw(10, 10)), "file", "logo.png" },
        };

        var upload = await browser.CallAsync(HttpMethod.Post, Path, form, ("Accept", "text/html"), cookie);
        var remove = await browser.PostFormAsync(Path + "/remove", [], cookie);

        (upload.Status, remove.Status).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden));
        (await api.Http.GetPageAsync(organization.Path)).Text.ShouldContain("width=\"200\" height=\"80\"");
    }

    [GeneratedRegex("(?<=<img class=\"brand\" src=\")/desk/organization/logo/[0-9a-f]{32}\\.png(?=\")")]
    private static partial Regex Shown { get; }

    private async Task<Organiser> SignedInAsync(Organization organization)
    {
        var admin = new Organiser(api);
        (await admin.SignInAsPersonAsync((await api.Server.AddAsync(organization, Role.Admin)).Email)).ShouldRedirect();
        return admin;
    }
}
