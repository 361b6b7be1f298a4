using System.Text.Json.Serialization.Metadata;
using Usher.Api.ApiKeys;
using Usher.Api.Bookings;
using Usher.Api.Health;
using Usher.Api.Identity;
using Usher.Api.Organizations;
using Usher.Api.Privacy;
using Usher.Api.ProblemTypes;
using Usher.Api.SeatingPlans;
using Usher.Api.Shows;
using Usher.Http.Errors;
using Usher.Http.Privacy;

namespace Usher.Api;

/// <summary>Everything that crosses the wire, written by generated code: a context for each noun.</summary>
public static class ApiJson
{
    public static IReadOnlyList<IJsonTypeInfoResolver> Contexts { get; } =
    [
        BookingJson.Default, ShowJson.Default, SeatingPlanJson.Default, HealthJson.Default, ProblemTypeJson.Default,
        ProblemJson.Default, IdentityJson.Default, ApiKeyJson.Default, OrganizationJson.Default, PrivacyJson.Default,
        PersonExportJson.Default,
    ];
}
