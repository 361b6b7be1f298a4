using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Testing;

namespace Usher.Tests.Desk;

/// <summary>docs/organisers.md, carried out: its files can be imported, and its words are on the pages.</summary>
public sealed partial class OrganiserGuideTests(TestApi api) : IClassFixture<TestApi>
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Clone.Root, "docs/organisers.md"));

    [GeneratedRegex(@"\*\*([^*]+)\*\*")]
    private static partial Regex Quoted { get; }

    [Fact]
    public async Task What_the_guide_says_is_what_the_pages_say()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var pages = new StringBuilder();
        async Task ReadAsync(params string[] paths)
        {
            foreach (var path in paths)
            {
                pages.AppendLine((await organiser.OpenAsync(path)).Text);
            }
        }

        var plan = (await organiser.PostFileAsync("/desk/plans/import", "house.csv", Block("csv"))).ShouldRedirect();
        (await organiser.PostFileAsync("/desk/plans/import", "studio.json", Block("json"))).ShouldRedirect();
        var wrong = (await organiser.PostFileAsync("/desk/plans/import", "wrong.csv", "section,row\n"u8.ToArray()))
            .ShouldBePage(HttpStatusCode.BadRequest);
        pages.AppendLine(WebUtility.HtmlDecode(wrong.Text));
        await ReadAsync("/desk", "/desk/plans", "/desk/plans/import", plan, "/desk/shows", "/desk/shows/new");

        var seats = await organiser.BeginShowAsync();
        await ReadAsync(seats);
        var prices = (await organiser.PostAsync(seats, ("hall", "stored"), ("plan", plan.Split('/')[^1])))
            .ShouldRedirect();
        await ReadAsync(prices);
        var sale = (await organiser.PostAsync(prices, ("currency", "EUR"), ("price-0", "46"), ("price-1", "30")))
            .ShouldRedirect();
        await ReadAsync(sale);
        var check = (await organiser.PostAsync(sale, ("seats_max", "6"), ("opens", "2999-03-01T10:00")))
            .ShouldRedirect();
        await ReadAsync(check);
        (await organiser.PostAsync(sale, ("seats_max", "6"))).ShouldRedirect();
        await ReadAsync(check);
        var show = (await organiser.PostAsync(check)).ShouldRedirect();
        var id = new ShowId(long.Parse(show.Split('/')[^1], CultureInfo.InvariantCulture));

        var held = (await api.Http.HoldAsync(id, 1)).ShouldRedirect();
        var sold = (await api.Http.HoldAsync(id, 2)).ShouldRedirect();
        await ReadAsync($"/shows/{id}", held);
        var ticket = await api.Http.ConfirmAsync(sold);
        await ReadAsync(
            "/", "/bookings", sold, ticket, show, $"{show}/edit", $"{show}/map?seats=2", $"{show}/map?seats=3",
            $"/desk/bookings?show={id}", $"/desk{sold}");
        await ReadAsync("/desk/team", "/desk/privacy", "/desk/api-keys", "/desk/account");
        await ReadSignInAsync(pages, organiser);
        AppendScripts(pages);

        var all = pages.ToString();
        Quoted.Matches(Guide).Select(match => match.Groups[1].Value).Distinct().Where(words => !all.Contains(words))
            .ShouldBeEmpty();
    }

    // What somebody with a passkey and an account at a provider sees, and what an administrator sees of them.
    private async Task ReadSignInAsync(StringBuilder pages, Organiser organiser)
    {
        var (id, email) = await api.Server.AddAsync(Role.Staff);
        using var person = api.Server.ByName();
        using var passkey = api.Server.NewPasskey();
        pages.AppendLine((await person.OpenAsync("/desk/sign-in?with=email")).Text);
        (await person.SignInAsPersonAsync(email)).ShouldRedirect();
        (await person.AddPasskeyAsync(passkey)).ShouldRedirect();
        (await api.Server.Services.GetRequiredService<ProviderLogins>().LinkAsync(
            new ProviderAccount("https://login.example.com", "a subject"), id, CancellationToken.None)).ShouldBeTrue();
        pages.AppendLine((await person.OpenAsync("/desk/account")).Text);
        pages.AppendLine((await organiser.OpenAsync($"/desk/team/{id}")).Text);
    }

    private static byte[] Block(string language)
    {
        var from = Guide.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return Encoding.UTF8.GetBytes(Guide[from..Guide.IndexOf("```", from, StringComparison.Ordinal)]);
    }

    // What a page says only once its script has run.
    private static void AppendScripts(StringBuilder pages)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Clone.Root, "src/Usher.Pages/Assets/shared")))
        {
            pages.AppendLine(File.ReadAllText(file));
        }
    }
}
