using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Usher.BoxOffice.ApiKeys;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Organizations;
using Usher.BoxOffice.Permissions;

namespace Usher.Testing;

/// <summary>The organiser's people, made without waiting for a hash each.</summary>
internal static class TestPeople
{
    public const string Password = "vermilion-otter-41-quays";

    // Few rounds: it is hashed anew at the first sign-in, as any weak one is.
    private static readonly string Hash = new PasswordHasher<object>(
        Options.Create(new PasswordHasherOptions { IterationCount = 1_000 })).HashPassword(new object(), Password);

    /// <summary>Somebody of this role, with <see cref="Password"/>, under an address of their own.</summary>
    public static async Task<(PersonId Id, string Email)> AddAsync(
        this TestServer server, Role role, string? email = null, string? name = null,
        OrganizationId? organization = null)
    {
        email ??= $"{role.ToString().ToLowerInvariant()}-{Guid.NewGuid():N}@example.com";
        var outcome = await server.Services.GetRequiredService<People>().CreateAsync(
            new NewPerson(email, name ?? "Mona", role), organization ?? await server.OrganizationAsync(), Hash,
            Guid.NewGuid(), CancellationToken.None);
        return (outcome.ShouldBeOfType<NewPersonOutcome.Created>().Id, email);
    }

    public static async Task<OrganizationId> OrganizationAsync(this TestServer server) =>
        await server.Services.GetRequiredService<OrganizationStore>().DefaultAsync(CancellationToken.None);

    public static Task<Answer> SignInAsync(this TestServer server, string email, string password = Password) =>
        server.Http.PostJsonAsync(
            "/api/auth/token", $$"""{ "email": "{{email}}", "password": "{{password}}" }""");

    /// <summary>What a person's program sends with each call.</summary>
    public static async Task<(string Name, string Value)> TokenAsync(this TestServer server, string email)
    {
        var answer = await server.SignInAsync(email);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return Bearer(answer.Field("access_token"));
    }

    /// <summary>The token of somebody new of this role.</summary>
    public static async Task<(string Name, string Value)> TokenAsync(this TestServer server, Role role) =>
        await server.TokenAsync((await server.AddAsync(role)).Email);

    /// <summary>An API key of this role.</summary>
    public static async Task<NewApiKeyOutcome.Made> MakeKeyAsync(
        this TestServer server, Role role, DateTime? expiresAt = null, string name = "Website") =>
        await server.MakeKeyAsync(await server.OrganizationAsync(), role, expiresAt, name);

    /// <summary>The same of an organization.</summary>
    public static async Task<NewApiKeyOutcome.Made> MakeKeyAsync(
        this TestServer server, OrganizationId organization, Role role, DateTime? expiresAt = null,
        string name = "Website") =>
        (NewApiKeyOutcome.Made)await server.Services.GetRequiredService<ApiKeyStore>().MakeAsync(
            organization, new NewApiKey(name, role, expiresAt), by: null, byName: null, CancellationToken.None);

    public static (string Name, string Value) Bearer(string token) => ("Authorization", $"Bearer {token}");
}
