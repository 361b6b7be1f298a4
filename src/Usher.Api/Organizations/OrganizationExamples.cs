namespace Usher.Api.Organizations;

/// <summary>Organizations as the OpenAPI document shows them.</summary>
internal static class OrganizationExamples
{
    public const string New = """
        { "slug": "harbour-cinema", "name": "Harbour Cinema", "time_zone": "Europe/London", "currency": "GBP" }
        """;

    public const string Change = """{ "light_colour": "#7a1f5c", "status": "ACTIVE" }""";

    public const string Organization = """
        {
          "slug": "harbour-cinema", "name": "Harbour Cinema", "status": "ACTIVE", "host": null,
          "time_zone": "Europe/London", "currency": "GBP", "light_colour": "#7a1f5c", "dark_colour": null,
          "logo_url": "/o/harbour-cinema/logo/0f343b0931126a20f133d67c2b018a3b.png",
          "created_at": "2026-11-30T09:00:00Z", "suspended_at": null
        }
        """;

    public const string List = $$"""{ "organizations": [{{Organization}}] }""";
}
