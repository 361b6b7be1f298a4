using Microsoft.Extensions.DependencyInjection;
using Usher.BoxOffice.Organizations;
using Usher.BoxOffice.Permissions;
using Usher.Engine.Database;

namespace Usher.Testing;

/// <summary>Organizations beside the one that is always there.</summary>
internal static class TestTenants
{
    /// <summary>Makes one under a slug of its own.</summary>
    public static async Task<Organization> MakeOrganizationAsync(
        this TestServer server, string? slug = null, OrganizationTerms? terms = null) =>
        (await server.Services.GetRequiredService<OrganizationService>().CreateAsync(
            slug ?? $"o-{Guid.NewGuid():N}"[..30], terms ?? new OrganizationTerms("Harbour Cinema"),
            CancellationToken.None))
        .ShouldBeOfType<OrganizationOutcome.Done>().Organization;

    /// <summary>Suspends one, or lets it sell again.</summary>
    public static async Task SuspendAsync(this TestServer server, Organization organization, bool isSuspended = true) =>
        (await server.Services.GetRequiredService<OrganizationService>().ChangeAsync(
            organization.Slug, terms => terms with { IsSuspended = isSuspended }, CancellationToken.None))
        .ShouldBeOfType<OrganizationOutcome.Done>();

    /// <summary>Does something in an organization's name.</summary>
    public static Task<T> AsTenantAsync<T>(this Organization organization, Func<Task<T>> work) =>
        organization.Id.AsTenantAsync(work);

    /// <inheritdoc cref="AsTenantAsync{T}(Organization, Func{Task{T}})"/>
    public static async Task<T> AsTenantAsync<T>(this OrganizationId organization, Func<Task<T>> work)
    {
        Tenant.Enter(organization);
        return await work();
    }

    /// <summary>A key of an organization's, as a request brings it.</summary>
    public static async Task<(string Name, string Value)> KeyOfAsync(
        this TestServer server, Organization organization, Role role = Role.Admin) =>
        ("X-Api-Key", (await server.MakeKeyAsync(organization.Id, role)).Secret);

    /// <summary>Somebody of an organization's, with <see cref="TestPeople.Password"/>.</summary>
    public static Task<(PersonId Id, string Email)> AddAsync(
        this TestServer server, Organization organization, Role role, string? name = null) =>
        server.AddAsync(role, email: null, name, organization.Id);
}
