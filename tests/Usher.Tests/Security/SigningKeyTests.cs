using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Usher.BoxOffice.Permissions;
using Usher.Http.Security;
using Usher.Testing;

namespace Usher.Tests.Security;

public sealed class SigningKeyTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task Keys_are_changed_one_after_the_other_and_nobody_is_signed_out()
    {
        var (old, young) = (SigningKeyFiles.Make(), SigningKeyFiles.Make());
        var (_, email) = await api.Server.AddAsync(Role.Scanner);
        await using var before = await ServerAsync(old);
        await using var between = await ServerAsync(young + "\n" + old);
        await using var after = await ServerAsync(young);

        var (oldToken, youngToken) = (await before.TokenAsync(email), await between.TokenAsync(email));

        KeyOf(oldToken).ShouldNotBe(KeyOf(youngToken));
        (await OpensAsync(between, oldToken)).ShouldBeTrue();
        (await OpensAsync(between, youngToken)).ShouldBeTrue();
        (await OpensAsync(after, youngToken)).ShouldBeTrue();
        (await OpensAsync(after, oldToken)).ShouldBeFalse();
        (await between.Http.GetAnswerAsync("/.well-known/jwks.json")).Json.GetProperty("keys").GetArrayLength()
            .ShouldBe(2);
    }

    [Fact]
    public async Task Development_makes_one_that_all_processes_on_a_database_share()
    {
        await using var other = await TestServer.StartAsync(api.Database);
        var (_, email) = await api.Server.AddAsync(Role.Scanner);

        (await OpensAsync(other, await api.Server.TokenAsync(email))).ShouldBeTrue();
    }

    [Fact]
    public async Task Outside_development_no_tokens_are_given_without_a_key()
    {
        await using var server = await TestServer.StartAsync(
            api.Database.DataSources, "Production", EngineClock.Database, ("Auth:AdminKey", TestApi.AdminKey));
        var (_, email) = await server.AddAsync(Role.Scanner);

        (await server.SignInAsync(email)).ShouldBeProblem(HttpStatusCode.Conflict, "tokens-not-set-up");
        (await OpensAsync(server, await api.Server.TokenAsync(email))).ShouldBeFalse();
        (await server.Http.GetAnswerAsync("/.well-known/jwks.json")).Json.GetProperty("keys").GetArrayLength()
            .ShouldBe(0);
    }

    [Fact]
    public async Task They_are_read_from_files()
    {
        var path = Path.Combine(Path.GetTempPath(), $"usher-key-{Guid.NewGuid():N}.pem");
        await File.WriteAllTextAsync(path, SigningKeyFiles.Make());
        try
        {
            await using var server = await ServerAsync($" {path} ; {path}");
            var (_, email) = await server.AddAsync(Role.Scanner);

            (await OpensAsync(server, await server.TokenAsync(email))).ShouldBeTrue();
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("nowhere.pem", "names nowhere.pem, which cannot be read")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "the text is no private key")]
    [InlineData("P-384", "the text is no private key of the curve P-256")]
    [InlineData("RSA", "the text is no private key of the curve P-256")]
    [InlineData("public", "the text is no private key of the curve P-256")]
    public async Task What_is_no_key_is_refused_at_the_start(string setting, string problem)
    {
        using var large = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        using var right = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = setting switch
        {
            "P-384" => large.ExportPkcs8PrivateKeyPem(),
            "RSA" => rsa.ExportPkcs8PrivateKeyPem(),
            "public" => right.ExportSubjectPublicKeyInfoPem(),
            _ => setting,
        };

        var refusal = await Should.ThrowAsync<OptionsValidationException>(() => ServerAsync(text));

        refusal.Failures.ShouldHaveSingleItem().ShouldContain(problem);
        refusal.Message.ShouldContain("usher admin signing-key");
    }

    private Task<TestServer> ServerAsync(string keys) => TestServer.StartAsync(
        api.Database, ("Auth:AdminKey", TestApi.AdminKey), ("Auth:SigningKeys", keys));

    private static async Task<bool> OpensAsync(TestServer server, (string, string) token) =>
        (await server.Http.GetAnswerAsync("/api/admin/shows", token)).Status == HttpStatusCode.OK;

    private static string KeyOf((string Name, string Value) token) =>
        new JsonWebToken(token.Value["Bearer ".Length..]).Kid;
}
