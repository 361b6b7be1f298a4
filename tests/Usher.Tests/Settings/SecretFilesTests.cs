using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Usher.Server.Hosting;

namespace Usher.Tests.Settings;

public sealed class SecretFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_is_the_setting_of_its_name_without_its_line_end()
    {
        Write("Auth__AdminKey", "k3vQz8xL7TnWp2Rj\n");
        Write("ConnectionStrings__Postgres", "Host=db.example.com;Password=a b ;x\r\n");

        var settings = Read();

        settings["Auth:AdminKey"].ShouldBe("k3vQz8xL7TnWp2Rj");
        settings.GetConnectionString("Postgres").ShouldBe("Host=db.example.com;Password=a b ;x");
    }

    [Fact]
    public void What_an_argument_says_wins_over_a_file_and_a_file_over_appsettings()
    {
        Write("Bookings__HoldSeconds", "60");
        Write("Bookings__SweepSeconds", "7");

        var settings = Read("--Bookings:HoldSeconds=90");

        (settings["Bookings:HoldSeconds"], settings["Bookings:SweepSeconds"]).ShouldBe(("90", "7"));
    }

    [Fact]
    public void A_misspelt_name_is_refused_like_any_setting_and_files_of_others_are_not_even_read()
    {
        Write("Auth__AdminKeys", "x");
        Write("mail_password", "x");
        Write("Other__Secret", "x");

        var settings = Read();

        settings["Other:Secret"].ShouldBeNull();
        settings["mail_password"].ShouldBeNull();
        KnownSettings.Problems(settings).ShouldHaveSingleItem()
            .ShouldStartWith("Auth__AdminKeys is not a setting. Did you mean Auth__AdminKey?");
    }

    [Fact]
    public void A_folder_that_is_named_and_not_there_is_refused() =>
        Should.Throw<OptionsValidationException>(() => Read("--Configuration:SecretsDirectory=/nowhere/at-all"))
            .Failures.ShouldHaveSingleItem().ShouldStartWith("Configuration__SecretsDirectory is '/nowhere/at-all'");

    [Fact]
    public void A_file_that_is_no_setting_for_its_size_is_refused_by_name()
    {
        Write("Auth__AdminKey", new string('x', 100_000));

        Should.Throw<OptionsValidationException>(() => Read()).Failures.ShouldHaveSingleItem()
            .ShouldContain("Auth__AdminKey is too large for a setting");
    }

    private IConfiguration Read(params string[] arguments)
    {
        var builder = new ConfigurationBuilder();
        string[] all = [$"--Configuration:SecretsDirectory={_folder.FullName}", .. arguments];
        builder
            .AddInMemoryCollection([new("Bookings:SweepSeconds", "5")])
            .AddEnvironmentVariables()
            .AddCommandLine(all);
        builder.AddSecretFiles(all);
        return builder.Build();
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
