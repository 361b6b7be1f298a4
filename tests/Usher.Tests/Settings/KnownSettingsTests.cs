using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Usher.Server.Hosting;

namespace Usher.Tests.Settings;

public sealed class KnownSettingsTests
{
    [Theory]
    [InlineData("Bookings:HoldSecond", "Bookings__HoldSecond is not a setting. Did you mean Bookings__HoldSeconds?")]
    [InlineData("Http:PlanBodyBytes", "Http__PlanBodyBytes is not a setting. Did you mean Http__PlanBodyBytesMax?")]
    [InlineData("Auth:AdminKeys", "Auth__AdminKeys is not a setting. Did you mean Auth__AdminKey?")]
    [InlineData("Data:Dir", "Data__Dir is not a setting. Did you mean Data__Directory?")]
    [InlineData("Pages:Sitename2", "Pages__Sitename2 is not a setting. Did you mean Pages__SiteName?")]
    [InlineData("Booking:HoldSeconds", "Booking__HoldSeconds is not a setting. Did you mean Bookings__HoldSeconds?")]
    [InlineData(
        "ConnectionStrings:Postgress",
        "ConnectionStrings__Postgress is not a setting. Did you mean ConnectionStrings__Postgres?")]
    [InlineData("RateLimits:Enable", "RateLimits__Enable is not a setting. Did you mean RateLimits__Enabled?")]
    [InlineData(
        "Auth:OpenIdConnect:ClientID2",
        "Auth__OpenIdConnect__ClientID2 is not a setting. Did you mean Auth__OpenIdConnect__ClientId?")]
    [InlineData(
        "Auth:OpenIdConnect:Name:x", "Auth__OpenIdConnect__Name is a single setting and has no settings below it.")]
    [InlineData(
        "Auth:OpenIdConnect",
        "Auth:OpenIdConnect is a section of settings, not a setting: use Auth__OpenIdConnect__NAME.")]
    [InlineData("Bookings", "Bookings is a section of settings, not a setting: use Bookings__NAME.")]
    [InlineData("Bookings:HoldSeconds:x", "Bookings__HoldSeconds is a single setting and has no settings below it.")]
    [InlineData("Bookings_HoldSeconds", "Bookings_HoldSeconds is ignored: use Bookings__HoldSeconds,")]
    public void An_unknown_setting_is_refused_with_the_nearest_known_one(string key, string words) =>
        Should.Throw<OptionsValidationException>(() => Require((key, "1")))
            .Failures.ShouldHaveSingleItem().ShouldStartWith(words);

    [Theory]
    [InlineData("Bookings:HoldSeconds")]
    [InlineData("bookings:holdseconds")]
    [InlineData("Bookings:Lanes")]
    [InlineData("Auth:OpenIdConnect:Authority")]
    [InlineData("WarmUp:MillisecondsMax")]
    [InlineData("Audit:ViolationsMax")]
    [InlineData("PrivatePostgres:WalMebibytesMax")]
    [InlineData("Database:CommandSecondsMax")]
    [InlineData("ConnectionStrings:Orders")]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("Kestrel:Endpoints:Http:Url")]
    [InlineData("HTTP_PROXY")]
    [InlineData("PAGES_PER_SHEET")]
    [InlineData("Elsewhere:HoldSeconds")]
    public void What_is_known_or_not_ours_is_let_be(string key) => Should.NotThrow(() => Require((key, "1")));

    [Fact]
    public void Several_are_named_together()
    {
        Should.Throw<OptionsValidationException>(() => Require(("Live:Foo", "1"), ("Desk:Bar", "1")))
            .Failures.Count().ShouldBe(2);
    }

    [Fact]
    public void Unknown_ones_only_warn_where_the_configuration_says_so()
    {
        Should.NotThrow(() => Require(("Bookings:HoldSecond", "1"), ("Configuration:AllowUnknown", "true")));
        Should.Throw<OptionsValidationException>(() => Require(("Configuration:AllowUnknown", "perhaps")))
            .Failures.ShouldHaveSingleItem()
            .ShouldBe("Configuration__AllowUnknown is 'perhaps'; it must be true or false.");
    }

    [Fact]
    public void Every_section_is_known()
    {
        foreach (var setting in (string[])
            ["Auth:AdminKey", "Http:BodyBytesMax", "Live:SubscribersMax", "Desk:SessionHours", "Desk:AdditionSeconds"])
        {
            KnownSettings.All.ShouldContain(setting);
        }

        KnownSettings.All.Count.ShouldBeGreaterThan(60);
    }

    private static void Require(params (string Key, string Value)[] settings) => KnownSettings.Require(
        new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build(),
        NullLoggerFactory.Instance);
}
