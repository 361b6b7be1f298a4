using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Usher.BoxOffice.Permissions;
using Usher.Http.Security;
using Usher.Testing;

namespace Usher.Tests.Security;

/// <summary>Access tokens that somebody made up or changed (RFC 8725).</summary>
public sealed class TokenAttackTests(TestApi api) : IClassFixture<TestApi>
{
    private const string Path = "/api/admin/members";

    [Fact]
    public async Task The_token_that_was_given_opens_the_api_and_says_what_it_is()
    {
        var token = await TokenAsync();
        var read = new JsonWebToken(token);

        (await CallAsync(token)).Status.ShouldBe(HttpStatusCode.OK);
        (read.Alg, read.Typ, read.Issuer, read.Audiences.Single()).ShouldBe(("ES256", "at+jwt", "usher", "usher-api"));
        read.Kid.ShouldBe((await KeyAsync()).Id);
        (read.ValidTo - read.ValidFrom).ShouldBe(TimeSpan.FromMinutes(10));
        var published = (await api.Http.GetAnswerAsync("/.well-known/jwks.json")).Json.GetProperty("keys")[0];
        published.GetProperty("kid").GetString().ShouldBe(read.Kid);
        published.TryGetProperty("d", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("issuer")]
    [InlineData("audience")]
    [InlineData("type")]
    [InlineData("no type")]
    [InlineData("expired")]
    [InlineData("not yet")]
    [InlineData("no expiry")]
    [InlineData("no session")]
    [InlineData("session of nobody")]
    public async Task With_the_servers_own_key_it_must_still_be_a_token_of_this_servers(string what)
    {
        var good = await DescriptorAsync();
        var now = DateTimeOffset.UnixEpoch.UtcDateTime.AddSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        switch (what)
        {
            case "issuer":
                good.Issuer = "https://elsewhere.example";
                break;
            case "audience":
                good.Audience = "another-api";
                break;
            case "type":
                good.TokenType = "JWT";
                break;
            case "no type":
                good.TokenType = "";
                break;
            case "expired":
                (good.IssuedAt, good.NotBefore, good.Expires) =
                    (now.AddMinutes(-20), now.AddMinutes(-20), now.AddSeconds(-10));
                break;
            case "not yet":
                (good.NotBefore, good.Expires) = (now.AddMinutes(5), now.AddMinutes(10));
                break;
            case "no expiry":
                good.Expires = null;
                break;
            case "no session":
                good.Claims.Remove("sid");
                break;
            default:
                good.Claims["sid"] = Guid.NewGuid().ToString("D");
                break;
        }

        await ShouldBeRefusedAsync(
            new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(good), what);
    }

    [Fact]
    public async Task Unchanged_that_descriptor_opens_the_api() => (await CallAsync(
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(await DescriptorAsync())))
        .Status.ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task Another_key_signs_nothing_whichever_name_it_takes()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var kid in (string?[])[(await KeyAsync()).Id, "another", null, "../../etc/passwd", "' or 1=1 --"])
        {
            var forged = await DescriptorAsync();
            forged.SigningCredentials = new SigningCredentials(
                new ECDsaSecurityKey(other) { KeyId = kid }, SecurityAlgorithms.EcdsaSha256);

            await ShouldBeRefusedAsync(new JsonWebTokenHandler().CreateToken(forged), $"kid {kid}");
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("nOnE")]
    public async Task A_token_that_nobody_signed_is_none(string algorithm)
    {
        var (header, payload, signature) = Parts(await TokenAsync());
        var unsigned = Encode(Decode(header).Replace("ES256", algorithm, StringComparison.Ordinal));

        await ShouldBeRefusedAsync($"{unsigned}.{payload}.", algorithm);
        await ShouldBeRefusedAsync($"{unsigned}.{payload}.{signature}", algorithm);
        await ShouldBeRefusedAsync($"{header}.{payload}.", algorithm);
        await ShouldBeRefusedAsync($"{header}.{payload}", algorithm);
    }

    [Fact]
    public async Task The_public_key_is_no_password_of_a_symmetric_algorithm()
    {
        var key = await KeyAsync();
        var (header, payload, _) = Parts(await TokenAsync());
        var symmetric = Encode(Decode(header).Replace("ES256", "HS256", StringComparison.Ordinal));
        var point = key.Key.ECDsa.ExportSubjectPublicKeyInfo();
        var pem = Encoding.UTF8.GetBytes(key.Key.ECDsa.ExportSubjectPublicKeyInfoPem());
        foreach (var secret in (byte[][])[point, pem, Encoding.UTF8.GetBytes(key.X), []])
        {
            var signature = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"{symmetric}.{payload}"));

            await ShouldBeRefusedAsync($"{symmetric}.{payload}.{Base64Url.EncodeToString(signature)}", "HS256");
        }
    }

    [Fact]
    public async Task A_changed_token_is_none()
    {
        var (header, payload, signature) = Parts(await TokenAsync());
        var another = Encode(Decode(payload).Replace("usher-api", "usher-apj", StringComparison.Ordinal));

        await ShouldBeRefusedAsync($"{header}.{another}.{signature}", "payload");
        await ShouldBeRefusedAsync($"{header}.{payload}.{new string('A', signature.Length)}", "signature");
        await ShouldBeRefusedAsync($"{header}.{payload}.{signature}.{signature}", "parts");
        await ShouldBeRefusedAsync("a.b.c", "nonsense");
        await ShouldBeRefusedAsync(new string('x', 8_000), "length");
    }

    [Fact]
    public async Task A_refresh_token_and_a_session_of_the_desk_are_no_access_tokens()
    {
        var (_, email) = await api.Server.AddAsync(Role.Admin);
        await ShouldBeRefusedAsync((await api.Server.SignInAsync(email)).Field("refresh_token"), "refresh token");
        using var person = new Organiser(api);
        (await person.SignInAsPersonAsync(email)).ShouldRedirect();

        (await person.Http.GetAnswerAsync(Path)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await person.Http.GetAnswerAsync(Path, ("Cookie", $"usher-desk={person.Session!.Value}"))).Status
            .ShouldBe(HttpStatusCode.Unauthorized);
        await ShouldBeRefusedAsync(person.Session.Value, "cookie");
    }

    private async Task ShouldBeRefusedAsync(string token, string what)
    {
        var answer = await CallAsync(token);
        answer.Status.ShouldBe(HttpStatusCode.Unauthorized, what);
        answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "admin-key-required");
    }

    private Task<Answer> CallAsync(string token) => api.Http.GetAnswerAsync(Path, TestPeople.Bearer(token));

    private async Task<string> TokenAsync() =>
        (await api.Server.TokenAsync(Role.Admin)).Value["Bearer ".Length..];

    private async Task<SigningKey> KeyAsync() =>
        (await api.Server.Services.GetRequiredService<SigningKeys>().GetAsync(CancellationToken.None))[0];

    // What the server writes, of a session that is open.
    private async Task<SecurityTokenDescriptor> DescriptorAsync()
    {
        var real = new JsonWebToken(await TokenAsync());
        return new SecurityTokenDescriptor
        {
            Issuer = real.Issuer,
            Audience = real.Audiences.Single(),
            TokenType = real.Typ,
            IssuedAt = real.IssuedAt,
            NotBefore = real.ValidFrom,
            Expires = real.ValidTo,
            SigningCredentials = new SigningCredentials((await KeyAsync()).Key, SecurityAlgorithms.EcdsaSha256),
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["sub"] = real.Subject,
                ["sid"] = real.GetClaim("sid").Value,
            },
        };
    }

    private static (string Header, string Payload, string Signature) Parts(string token) =>
        token.Split('.') is [var header, var payload, var signature]
            ? (header, payload, signature)
            : throw new InvalidDataException(token);

    private static string Decode(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
