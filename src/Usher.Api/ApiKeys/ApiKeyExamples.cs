namespace Usher.Api.ApiKeys;

internal static class ApiKeyExamples
{
    public const string NewKey = """
        { "name": "Website", "role": "STAFF", "expires_at": "2027-11-30T00:00:00Z" }
        """;

    public const string Key = """
        {
          "id": "0b7a5a0e-6a53-4f0e-8f8d-6f4b8f3f2a11", "name": "Website", "prefix": "usk_Zm9yIHRo", "role": "STAFF",
          "created_at": "2026-11-30T09:00:00Z", "created_by": "Mona", "expires_at": "2027-11-30T00:00:00Z"
        }
        """;

    public const string Keys = $$"""{ "api_keys": [{{Key}}] }""";

    public const string Made = $$"""
        { "api_key": {{Key}}, "secret": "usk_Zm9yIHRoZSBleGFtcGxlIG9ubHksIG5vdCBhIGtleQ" }
        """;
}
