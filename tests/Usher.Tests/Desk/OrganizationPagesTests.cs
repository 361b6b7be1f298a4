using System.Net;
using Usher.BoxOffice.Organizations;
using Usher.BoxOffice.Permissions;
using Usher.Testing;

namespace Usher.Tests.Desk;

public sealed class OrganizationPagesTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task An_administrator_says_what_the_organization_is_and_sees_where_buyers_find_it()
    {
        var organization = await api.Server.MakeOrganizationAsync(terms: new OrganizationTerms("Before"));
        using var admin = await SignedInAsync(organization);
        (await admin.OpenAsync("/desk/organization")).Text.ShouldContain(organization.Path);

        (await admin.PostAsync(
            "/desk/organization", ("name", "After"), ("zone", "Europe/Rome"), ("currency", "eur"),
            ("light", "#7A1F5C"), ("dark", ""))).ShouldRedirect().ShouldBe("/desk/organization");

        var page = (await admin.OpenAsync("/desk/organization")).Text;
        foreach (var value in (string[])["After", "Europe/Rome", "EUR", "#7a1f5c"])
        {
            page.ShouldContain($"value=\"{value}\"");
        }

        (await admin.OpenAsync("/desk/shows/new")).Text.ShouldContain("value=\"Europe/Rome\"");
        var prices = (await admin.PostAsync(await admin.BeginShowAsync(), ("hall", "number"), ("total_seats", "5")))
            .ShouldRedirect();
        (await admin.OpenAsync(prices)).Text.ShouldContain("value=\"EUR\"");
    }

    [Fact]
    public async Task A_colour_that_nobody_can_read_is_refused_at_its_field_and_nothing_is_changed()
    {
        var organization = await api.Server.MakeOrganizationAsync();
        using var admin = await SignedInAsync(organization);

        (await admin.PostAsync("/desk/organization", ("name", "Other"), ("light", "#ffd166")))
            .ShouldRefuse("Colour on light pages must have a contrast of 4.5 to 1");

        (await admin.OpenAsync("/desk/organization")).Text.ShouldContain("value=\"Harbour Cinema\"");
    }

    [Fact]
    public async Task What_somebody_else_changed_meanwhile_stays()
    {
        var organization = await api.Server.MakeOrganizationAsync();
        using var admin = await SignedInAsync(organization);
        await admin.PostAsync("/desk/organization", ("name", "Harbour Cinema"), ("currency", "GBP"));

        await admin.PostAsync(
            "/desk/organization", ("name", "Harbour"), ("shown-name", "Harbour Cinema"), ("currency", ""),
            ("shown-currency", ""));

        var page = (await admin.OpenAsync("/desk/organization")).Text;
        page.ShouldContain("value=\"Harbour\"");
        page.ShouldContain("value=\"GBP\"");
    }

    [Fact]
    public async Task An_operator_makes_enters_suspends_and_resumes_an_organization()
    {
        using var person = await Organiser.SignedInAsync(api);
        var slug = $"t-{Guid.NewGuid():N}"[..20];

        (await person.PostAsync("/desk/tenants", ("name", "Tenant"), ("slug", "Not a slug")))
            .ShouldRefuse("Short name must have 2 to 40 characters");
        (await person.PostAsync("/desk/tenants", ("name", "The new tenant"), ("slug", slug))).ShouldRedirect();
        (await person.OpenAsync("/desk/tenants")).Text.ShouldContain("The new tenant");

        (await person.PostAsync($"/desk/tenants/{slug}/enter")).ShouldRedirect().ShouldBe("/desk/shows");
        (await person.OpenAsync("/desk/organization")).Text.ShouldContain("value=\"The new tenant\"");
        await person.PostAsync($"/desk/tenants/{slug}/suspend");
        (await person.OpenAsync("/desk/tenants")).Text.ShouldContain("Suspended");
        (await api.Http.GetPageAsync($"/o/{slug}")).ShouldBePage(HttpStatusCode.Forbidden);
        await person.PostAsync($"/desk/tenants/{slug}/resume");
        (await api.Http.GetPageAsync($"/o/{slug}")).ShouldBePage(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_suspended_organizations_administrator_is_told_so_and_can_still_sign_out()
    {
        var organization = await api.Server.MakeOrganizationAsync();
        using var admin = await SignedInAsync(organization);

        await api.Server.SuspendAsync(organization);

        (await admin.OpenAsync("/desk/organization")).Text.ShouldContain("Your organization is suspended");
        (await admin.PostAsync("/desk/organization", ("name", "Other"))).ShouldBePage(HttpStatusCode.Forbidden)
            .Text.ShouldContain("can look at everything and change nothing");
        (await admin.PostAsync("/desk/bookings", ("q", "asha@example.com"))).ShouldRedirect()
            .ShouldStartWith("/desk/bookings?s=");
        (await admin.PostAsync("/desk/privacy/export", ("email", "asha@example.com"))).Status
            .ShouldBe(HttpStatusCode.OK);
        (await admin.PostAsync("/desk/sign-out")).ShouldRedirect();
    }

    private async Task<Organiser> SignedInAsync(Organization organization)
    {
        var admin = new Organiser(api);
        (await admin.SignInAsPersonAsync((await api.Server.AddAsync(organization, Role.Admin)).Email)).ShouldRedirect();
        return admin;
    }
}
