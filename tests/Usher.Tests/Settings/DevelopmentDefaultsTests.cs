using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Usher.Server.Demo;
using Usher.Server.Hosting;
using Usher.Testing;

namespace Usher.Tests.Settings;

public sealed class DevelopmentDefaultsTests(TestApi api) : IClassFixture<TestApi>
{
    [Theory]
    [InlineData("Postgres", "change-me")]
    [InlineData("Postgres", "Secret")]
    [InlineData("PostgresMigrations", "postgres")]
    [InlineData("PostgresReplicas", "...")]
    public void An_examples_password_is_refused_outside_development_by_the_name_of_its_setting(
        string name, string password)
    {
        var settings = Settings(name, $"Host=db.example.com;Username=usher_app;Password={password}");

        Should.Throw<OptionsValidationException>(() => DevelopmentDefaults.Require(settings, isDevelopment: false))
            .Failures.ShouldHaveSingleItem().ShouldStartWith($"ConnectionStrings__{name} has a password that is an ");
        Should.NotThrow(() => DevelopmentDefaults.Require(settings, isDevelopment: true));
    }

    [Theory]
    [InlineData("Host=db.example.com;Password=k3vQz8xL7TnWp2Rj")]
    [InlineData("Host=/run/postgresql;Username=usher_app")]
    [InlineData("this is none")]
    public void Other_passwords_and_none_at_all_are_let_be(string connection) => Should.NotThrow(
        () => DevelopmentDefaults.Require(Settings("Postgres", connection), isDevelopment: false));

    [Fact]
    public async Task People_whose_passwords_development_printed_are_refused_until_they_cannot_sign_in()
    {
        var services = api.Server.Services;
        (await DevelopmentDefaults.PeopleProblemAsync(services, CancellationToken.None)).ShouldBeNull();

        await ActivatorUtilities.CreateInstance<DemoPeople>(services).CreateAsync(CancellationToken.None);
        var problem = (await DevelopmentDefaults.PeopleProblemAsync(services, CancellationToken.None))
            .ShouldNotBeNull();
        problem.ShouldContain("(manager@example.com, box-office@example.com, door@example.com)");
        await using var disable = api.Database.DataSource.CreateCommand("update people set disabled_at = now()");
        await disable.ExecuteNonQueryAsync();

        (await DevelopmentDefaults.PeopleProblemAsync(services, CancellationToken.None)).ShouldBeNull();
    }

    private static IConfiguration Settings(string name, string connection) => new ConfigurationBuilder()
        .AddInMemoryCollection([new($"ConnectionStrings:{name}", connection)]).Build();
}
