using System.Net;
using Deque.AxeCore.Playwright;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>Passkeys of a real browser with a virtual authenticator.</summary>
[Collection(Chromium.Collection)]
public sealed class PasskeyTests(Chromium chromium, TestApi api) : IClassFixture<TestApi>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Somebody_adds_one_signs_in_with_it_and_removes_it(bool isPhone)
    {
        var (id, email) = await api.Server.AddAsync(Role.Staff);
        await using var visitor = await EnterAsync(isPhone);
        var page = visitor.Page;
        await SignInAsync(page, email);
        await page.GotoAsync("/desk/account");
        await ShouldBeCleanAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Add a passkey" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("Blue phone");
        await ShouldBeCleanAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await page.GetByText("The passkey is added.").WaitForAsync();
        (await page.Locator(".passkeys tbody tr").CountAsync()).ShouldBe(1);
        await ShouldBeCleanAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await ShouldBeCleanAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await page.WaitForURLAsync("**/desk");
        (await page.Locator("h1").InnerTextAsync()).ShouldBe("Overview");

        await page.GotoAsync("/desk/account");
        await page.GetByRole(AriaRole.Link, new() { Name = "Remove Blue phone" }).ClickAsync();
        await ShouldBeCleanAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await page.GetByText("The passkey is removed.").WaitForAsync();
        (await api.Server.Services.GetRequiredService<Passkeys>().ListAsync(id, default)).ShouldBeEmpty();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await page.GetByText("This passkey was not accepted").WaitForAsync();
        // The page does not ask again by itself; the button does.
        var answer = await page.RunAndWaitForResponseAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "Use your passkey" }).ClickAsync(),
            response => response.Request.Method == "POST");
        answer.Status.ShouldBe((int)HttpStatusCode.Forbidden);
        visitor.Complaints.Where(complaint => !complaint.Contains("status of 403", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_has_none_is_told_so_and_a_second_one_of_the_same_device_is_refused()
    {
        var (_, email) = await api.Server.AddAsync(Role.Staff);
        await using var visitor = await EnterAsync(isPhone: false);
        var page = visitor.Page;
        await page.GotoAsync(PasskeyCalls.SignInPath);
        await page.GetByText("Your device gave no passkey for this site.").WaitForAsync();
        await ShouldBeCleanAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with your password" }).ClickAsync();
        await SignInAsync(page, email);
        await AddAsync(page);
        await page.GetByText("The passkey is added.").WaitForAsync();

        await AddAsync(page);
        await page.GetByText("Your device made no passkey.").WaitForAsync();
        await ShouldBeCleanAsync(page);
    }

    [Fact]
    public async Task What_it_signed_elsewhere_or_before_is_refused()
    {
        // On the same database, so its challenges, cookies and forms are as good as those of the first one.
        await using var other = await TestServer.StartAsync(
            api.Database, ("Auth:AdminKey", TestApi.AdminKey), ("Auth:SignInAttemptsPerAccount", "1000"));
        var (_, email) = await api.Server.AddAsync(Role.Staff);
        await using var visitor = await EnterAsync(isPhone: false);
        var page = visitor.Page;
        await SignInAsync(page, email);
        await AddAsync(page);
        await page.GetByText("The passkey is added.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        // The form is kept from being sent.
        await page.AddInitScriptAsync("HTMLFormElement.prototype.submit = () => {}");
        await page.GotoAsync(new Uri(other.AddressByName(), PasskeyCalls.SignInPath).ToString());
        await page.WaitForFunctionAsync("document.querySelector('[name=credential]').value !== ''");
        var cookies = await page.Context.CookiesAsync();

        (await PostAsync(page, api.Server)).ShouldBe(HttpStatusCode.Forbidden);
        await page.Context.AddCookiesAsync(cookies.Select(Again));
        (await PostAsync(page, other)).ShouldBe(HttpStatusCode.SeeOther);
        await page.Context.ClearCookiesAsync();
        await page.Context.AddCookiesAsync(cookies.Select(Again));
        (await PostAsync(page, other)).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Without_scripts_the_password_stays()
    {
        var (_, email) = await api.Server.AddAsync(Role.Staff);
        await using var visitor = await chromium.VisitAsync(
            api.Server.AddressByName(), BuyerVisit.WithoutScripts);
        await visitor.Page.GotoAsync("/desk/sign-in?with=email");
        (await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in with a passkey" }).IsVisibleAsync())
            .ShouldBeFalse();
        await visitor.Page.GotoAsync(PasskeyCalls.SignInPath);
        await visitor.Page.GetByText("Passkeys need scripts").WaitForAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in with your password" }).ClickAsync();

        await SignInAsync(visitor.Page, email);
    }

    private async Task<Visitor> EnterAsync(bool isPhone)
    {
        var visitor = await chromium.VisitAsync(
            api.Server.AddressByName(), isPhone ? BuyerVisit.Phone : options => options.ColorScheme = ColorScheme.Dark);
        var devices = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return visitor;
    }

    private static async Task SignInAsync(IPage page, string email)
    {
        await page.GotoAsync("/desk/sign-in?with=email");
        await page.GetByLabel("E-mail address").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(TestPeople.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).First.ClickAsync();
        await page.WaitForURLAsync("**/desk");
    }

    private static async Task AddAsync(IPage page)
    {
        await page.GotoAsync($"{PasskeyCalls.OwnPath}/new");
        await page.GetByLabel("Name").FillAsync("Phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
    }

    private static async Task<HttpStatusCode> PostAsync(IPage page, TestServer server)
    {
        var form = page.Context.APIRequest.CreateFormData();
        foreach (var name in (string[])["form_token", "credential"])
        {
            form.Set(name, await page.Locator($"[name={name}]").InputValueAsync());
        }

        var answer = await page.Context.APIRequest.PostAsync(
            new Uri(server.AddressByName(), PasskeyCalls.SignInPath).ToString(),
            new() { Form = form, MaxRedirects = 0, Headers = [KeyValuePair.Create("Accept", "text/html")] });
        return (HttpStatusCode)answer.Status;
    }

    private static Microsoft.Playwright.Cookie Again(BrowserContextCookiesResult cookie) => new()
    {
        Name = cookie.Name,
        Value = cookie.Value,
        Domain = cookie.Domain,
        Path = cookie.Path,
        HttpOnly = cookie.HttpOnly,
        SameSite = cookie.SameSite,
    };

    private static async Task ShouldBeCleanAsync(IPage page)
    {
        (await page.RunAxe()).Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{page.Url}: {violation.Id}: {violation.Nodes[0].Html}").ShouldBeEmpty();
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"))
            .ShouldBeLessThanOrEqualTo(0, page.Url);
    }
}
