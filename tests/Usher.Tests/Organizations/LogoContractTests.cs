using System.Net;
using System.Text.RegularExpressions;
using SkiaSharp;
using Usher.BoxOffice.Organizations;
using Usher.BoxOffice.Permissions;
using Usher.Testing;

namespace Usher.Tests.Organizations;

/// <summary>An organization's logo by the API, and where buyers meet it.</summary>
public sealed partial class LogoContractTests(TestApi api) : IClassFixture<TestApi>
{
    private const string Path = "/api/admin/organization/logo";

    private static readonly byte[] Logo = Pictures.Draw(200, 80);
    private static readonly byte[] Other = Pictures.Draw(200, 81, SKEncodedImageFormat.Webp);

    private static readonly (string, string) Operator = ("X-Api-Key", TestApi.AdminKey);

    [GeneratedRegex("<img class=\"brand\"[^>]*>")]
    private static partial Regex Brand { get; }

    [Fact]
    public async Task An_administrator_sets_the_logo_that_stands_in_place_of_the_name_and_removes_it()
    {
        var organization = await api.Server.MakeOrganizationAsync(terms: new OrganizationTerms("Lantern & Hall"));
        var key = await api.Server.KeyOfAsync(organization);
        var before = (await api.Http.GetPageAsync(organization.Path)).Text;

        var set = await PutAsync(Logo, "image/png", key);

        set.Status.ShouldBe(HttpStatusCode.OK, set.Text);
        var url = set.Field("logo_url");
        url.ShouldMatch($"^{organization.Path}/logo/[0-9a-f]{{32}}\\.png$");
        Brand.Match((await api.Http.GetPageAsync(organization.Path)).Text).Value.ShouldBe(
            $"<img class=\"brand\" src=\"{url}\" alt=\"Lantern &amp; Hall\" width=\"200\" height=\"80\" />");
        using (var picture = await api.Http.GetAsync(url))
        {
            picture.StatusCode.ShouldBe(HttpStatusCode.OK);
            picture.Content.Headers.ContentType!.ToString().ShouldBe("image/png");
            picture.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
            picture.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            picture.Headers.GetValues("Content-Security-Policy")
                .ShouldBe(["default-src 'none'; frame-ancestors 'none'"]);
            using var drawn = SKBitmap.Decode(await picture.Content.ReadAsByteArrayAsync());
            (drawn.Width, drawn.Height).ShouldBe((200, 80));
            (await api.Http.GetAnswerAsync(url, ("If-None-Match", picture.Headers.ETag!.ToString()))).Status
                .ShouldBe(HttpStatusCode.NotModified);
        }

        var next = (await PutAsync(Other, "image/webp", key)).Field("logo_url");
        next.ShouldNotBe(url);
        (await api.Http.GetAnswerAsync(url)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await api.Http.GetAnswerAsync(next)).Status.ShouldBe(HttpStatusCode.OK);

        (await DeleteAsync(key)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await DeleteAsync(key)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await api.Http.GetAnswerAsync(next)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await api.Http.GetPageAsync(organization.Path)).Text.ShouldBe(before);
    }

    [Fact]
    public async Task A_logo_is_at_its_own_organizations_address_only_and_on_its_tickets_everywhere()
    {
        var organization = await api.Server.MakeOrganizationAsync(terms: new OrganizationTerms("Lantern Hall")
        {
            Host = "logo.example.com",
        });
        var other = await api.Server.MakeOrganizationAsync();
        var url = (await PutAsync(Logo, "image/png", await api.Server.KeyOfAsync(organization))).Field("logo_url");
        var path = url[organization.Path.Length..];
        (string, string) host = ("Host", "logo.example.com");
        (await api.Http.GetPageAsync("/")).Text.ShouldNotContain("class=\"brand\"");
        (await api.Http.GetPageAsync(other.Path)).Text.ShouldNotContain("class=\"brand\"");
        (await api.Http.GetPageAsync("/", host)).Text.ShouldContain($"src=\"{path}\"");
        (await api.Http.GetAnswerAsync(path, host)).Status.ShouldBe(HttpStatusCode.OK);
        (await api.Http.GetAnswerAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await api.Http.GetAnswerAsync(other.Path + path)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await api.Http.GetAnswerAsync($"{organization.Path}/logo/{new string('0', 32)}.png")).Status
            .ShouldBe(HttpStatusCode.NotFound);

        var show = await organization.AsTenantAsync(() => api.Server.CreateShowAsync());
        var id = (await api.Http.BookAsync(show.Id, [1])).Field("booking_id");
        (await api.Http.GetPageAsync($"/bookings/{id}")).Text.ShouldNotContain("class=\"brand\"");
        var ticket = new Uri((await api.Http.PostNothingAsync($"/api/bookings/{id}/confirm")).Field("ticket_url"))
            .PathAndQuery;

        (await api.Http.GetPageAsync(ticket)).Text.ShouldContain($"src=\"{url}\"");
        (await api.Http.GetPageAsync(organization.Path + ticket)).Text.Split($"src=\"{url}\"").Length.ShouldBe(3);
        (await api.Http.GetPageAsync(ticket, host)).Text.Split($"src=\"{path}\"").Length.ShouldBe(3);
    }

    [Fact]
    public async Task Other_files_are_refused_at_the_field_and_nothing_is_changed()
    {
        var organization = await api.Server.MakeOrganizationAsync();
        var key = await api.Server.KeyOfAsync(organization);
        var url = (await PutAsync(Logo, "image/png", key)).Field("logo_url");

        foreach (var file in (byte[][])["<svg/>"u8.ToArray(), Pictures.PngOfSize(5000, 5000), Logo[..60]])
        {
            (await PutAsync(file, "image/png", key)).ShouldBeProblem(HttpStatusCode.BadRequest, "validation")
                .Errors("logo").ShouldHaveSingleItem();
        }

        (await PutAsync(Pictures.Noise(430, 430), "image/png", key))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "validation").Errors("logo").ShouldHaveSingleItem()
            .ShouldStartWith("is larger than 512 KiB");
        (await PutAsync(Pictures.Noise(500, 500), "image/png", key))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "malformed-body").Text.ShouldContain("send less");
        (await PutAsync(Logo, "image/svg+xml", key)).ShouldBeProblem(HttpStatusCode.BadRequest, "malformed-body")
            .Text.ShouldContain("image/png, image/jpeg or image/webp");
        (await PutAsync([], "image/png", key)).ShouldBeProblem(HttpStatusCode.BadRequest, "malformed-body");
        (await api.Http.GetAnswerAsync(url)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Only_an_administrator_of_the_organization_and_an_operator_may()
    {
        var organization = await api.Server.MakeOrganizationAsync();
        (string, string) chosen = ("Usher-Organization", organization.Slug);
        var stranger = await api.Server.KeyOfAsync(await api.Server.MakeOrganizationAsync());
        foreach (var role in (Role[])[Role.Scanner, Role.Staff])
        {
            var key = await api.Server.KeyOfAsync(organization, role);
            (await PutAsync(Logo, "image/png", key)).ShouldBeProblem(HttpStatusCode.Forbidden, "role-required");
            (await DeleteAsync(key)).ShouldBeProblem(HttpStatusCode.Forbidden, "role-required");
        }

        (await PutAsync(Logo, "image/png", stranger, chosen))
            .ShouldBeProblem(HttpStatusCode.Forbidden, "role-required");
        (await api.Http.GetPageAsync(organization.Path)).Text.ShouldNotContain("class=\"brand\"");

        var url = (await PutAsync(Logo, "image/png", Operator, chosen)).Field("logo_url");

        url.ShouldStartWith(organization.Path);
        (await DeleteAsync(stranger)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await api.Http.GetAnswerAsync(url)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_suspended_organizations_logo_is_shown_and_cannot_be_changed()
    {
        var organization = await api.Server.MakeOrganizationAsync();
        var key = await api.Server.KeyOfAsync(organization);
        var url = (await PutAsync(Logo, "image/png", key)).Field("logo_url");

        await api.Server.SuspendAsync(organization);

        (await api.Http.GetAnswerAsync(url)).Status.ShouldBe(HttpStatusCode.OK);
        (await PutAsync(Other, "image/webp", key)).ShouldBeProblem(HttpStatusCode.Forbidden, "organization-suspended");
        (await DeleteAsync(key)).ShouldBeProblem(HttpStatusCode.Forbidden, "organization-suspended");
    }

    [Fact]
    public async Task The_same_key_sets_it_once()
    {
        var key = await api.Server.KeyOfAsync(await api.Server.MakeOrganizationAsync());
        (string, string) once = ("Idempotency-Key", "one-logo");
        var first = await PutAsync(Logo, "image/png", key, once);
        await DeleteAsync(key);

        (await PutAsync(Logo, "image/png", key, once)).Text.ShouldBe(first.Text);
        (await PutAsync(Other, "image/webp", key, once))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        (await api.Http.GetAnswerAsync(first.Field("logo_url"))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private Task<Answer> PutAsync(byte[] file, string type, params (string, string)[] headers)
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new(type);
        return api.Http.CallAsync(HttpMethod.Put, Path, content, headers);
    }

    private Task<Answer> DeleteAsync((string, string) key) =>
        api.Http.CallAsync(HttpMethod.Delete, Path, content: null, key);
}
